package io.parallax.exchange.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A certificate with its key, made on the spot: an authority, or one that an authority issued. Thread: any; immutable.
public record TestCertificate(X509Certificate certificate, KeyPair keys) {
    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final X500Name AUTHORITY = new X500Name("CN=Parallax test authority");
    private static final Duration YEAR = Duration.ofDays(365);

    public static TestCertificate authority() {
        KeyPair keys = newKeys();
        return signed(
                keys,
                keys,
                AUTHORITY,
                Instant.now().plus(YEAR),
                Extension.basicConstraints,
                new BasicConstraints(true));
    }

    /// Valid for a year from now.
    public TestCertificate issue(GeneralName name) {
        return issue(name, Instant.now().plus(YEAR));
    }

    /// Valid from two days ago until `notAfter`.
    public TestCertificate issue(GeneralName name, Instant notAfter) {
        var subject = new X500Name("CN=Parallax test server");
        return signed(newKeys(), keys, subject, notAfter, Extension.subjectAlternativeName, new GeneralNames(name));
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestCertificate signed(
            KeyPair keys,
            KeyPair issuer,
            X500Name subject,
            Instant notAfter,
            ASN1ObjectIdentifier extension,
            ASN1Encodable value) {
        try {
            var generator = new V3TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(System.nanoTime())));
            generator.setSignature(ALGORITHM);
            generator.setIssuer(AUTHORITY);
            generator.setSubject(subject);
            generator.setStartDate(new Time(Date.from(Instant.now().minus(Duration.ofDays(2)))));
            generator.setEndDate(new Time(Date.from(notAfter)));
            generator.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(extension, true, value);
            generator.setExtensions(extensions.generate());
            TBSCertificate content = generator.generateTBSCertificate();
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(issuer.getPrivate());
            signer.update(content.getEncoded("DER"));
            var whole = new ASN1EncodableVector();
            whole.add(content);
            whole.add(ALGORITHM);
            whole.add(new DERBitString(signer.sign()));
            var encoded = new ByteArrayInputStream(new DERSequence(whole).getEncoded("DER"));
            var factory = CertificateFactory.getInstance("X.509");
            return new TestCertificate((X509Certificate) factory.generateCertificate(encoded), keys);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a server with this certificate uses.
    public SSLContext serverContext() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
