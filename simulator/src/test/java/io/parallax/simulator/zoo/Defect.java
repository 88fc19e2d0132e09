package io.parallax.simulator.zoo;

import java.util.List;

/// One defect: what a source file of ours would look like had we made that mistake. Thread: any; immutable.
///
/// @param id in the list of the catalogue of failures, paragraph 9.6
/// @param entry of the catalogue that the defect belongs to
/// @param text what is wrong, in few words
/// @param layers in how many the bot builds its positions up
record Defect(String id, String entry, String text, int layers, List<Change> changes) {
    Defect {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("defect " + id + " changes nothing");
        }
    }

    static Defect of(String id, String entry, String text, Change... changes) {
        return new Defect(id, entry, text, 1, List.of(changes));
    }

    /// The same under a name that says nothing.
    Defect renamed(String other) {
        return new Defect(other, "", "", layers, changes);
    }

    /// The same in a bot that builds its positions up in three layers.
    Defect inLayers() {
        return new Defect(id, entry, text, 3, changes);
    }

    /// Another text at one place of one file.
    ///
    /// @param file module and path below `io/parallax`, without the ending: `engine/execution/LegDesk`
    /// @param found stands in the file exactly once; white space does not count, so that the formatter may move it
    /// @param instead what stands there in the defective copy
    record Change(String file, String found, String instead) {
        String simpleName() {
            return file.substring(file.lastIndexOf('/') + 1);
        }
    }

    static Change in(String file, String found, String instead) {
        return new Change(file, found, instead);
    }
}
