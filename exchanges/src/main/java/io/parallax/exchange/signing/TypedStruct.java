package io.parallax.exchange.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A struct of SNIP-12 revision 0 typed data: its type and its values together, field by field in the order of
/// the type. `TypedStruct.named("Order").with("side", Felt.ONE)` has the type `Order(side:felt)`. Thread: one,
/// until hashed.
public final class TypedStruct {
    private record Member(String name, String type, Felt encoded) {}

    private final String name;
    private final List<Member> members = new ArrayList<>();
    /// The types of nested structs by name.
    private final Map<String, String> nestedTypes = new TreeMap<>();

    private TypedStruct(String name) {
        this.name = name;
    }

    public static TypedStruct named(String name) {
        return new TypedStruct(name);
    }

    public TypedStruct with(String field, Felt value) {
        return with(field, "felt", value);
    }

    /// A `felt` field from a text, by the rules of [Felt#ofText].
    public TypedStruct with(String field, String value) {
        return with(field, Felt.ofText(value));
    }

    /// A `felt` field from a number that is not negative.
    public TypedStruct with(String field, long value) {
        return with(field, Felt.of(value));
    }

    /// A `felt*` field: the hash of the list.
    public TypedStruct with(String field, List<Felt> values) {
        return with(field, "felt*", Pedersen.hashOnElements(values.toArray(Felt[]::new)));
    }

    /// A nested struct: its hash.
    public TypedStruct with(String field, TypedStruct value) {
        nestedTypes.putAll(value.nestedTypes);
        nestedTypes.put(value.name, value.ownType());
        return with(field, value.name, value.hash());
    }

    /// The type as it is hashed: this struct's, then those of nested structs by name.
    public String type() {
        return ownType() + String.join("", nestedTypes.values());
    }

    public Felt typeHash() {
        return StarkHashes.selector(type());
    }

    public Felt hash() {
        List<Felt> elements = new ArrayList<>();
        elements.add(typeHash());
        for (Member member : members) {
            elements.add(member.encoded);
        }
        return Pedersen.hashOnElements(elements.toArray(new Felt[0]));
    }

    private TypedStruct with(String field, String type, Felt encoded) {
        members.add(new Member(field, type, encoded));
        return this;
    }

    private String ownType() {
        StringBuilder type = new StringBuilder(name);
        char separator = '(';
        for (Member member : members) {
            type.append(separator).append(member.name).append(':').append(member.type);
            separator = ',';
        }
        return type.append(members.isEmpty() ? "()" : ")").toString();
    }
}
