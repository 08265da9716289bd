"""Makes the certificates that the tests of TLS use: ``python test/certificates/make.py`` (needs ``cryptography``).

They are worth nothing anywhere else: the authority is made up, and its key is not kept.
"""
import datetime
import ipaddress
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HERE = os.path.dirname(os.path.abspath(__file__))
BEGIN = datetime.datetime(2020, 1, 1)
END = datetime.datetime(2090, 1, 1)
PAST = datetime.datetime(2021, 1, 1)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _make(subject, issuer=None, names=(), usage=ExtendedKeyUsageOID.SERVER_AUTH, end=END):
    """A certificate and its key; one that signs others when it has no issuer."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    authority = issuer is None
    issuer_name, issuer_key = (_name(subject), key) if authority else (issuer[0].subject, issuer[1])
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(
            digital_signature=True, content_commitment=False, key_encipherment=not authority,
            data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
            encipher_only=False, decipher_only=False), critical=True))
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(names)), critical=False)
    return builder.sign(issuer_key, hashes.SHA256()), key


def _write(name, certificate, key=None):
    data = certificate.public_bytes(serialization.Encoding.PEM)
    if key is not None:
        data += key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    with open(os.path.join(HERE, name + '.pem'), 'wb') as stream:
        stream.write(data)


def main():
    authority = _make('A made-up authority')
    local = (x509.DNSName('localhost'), x509.IPAddress(ipaddress.ip_address('127.0.0.1')))
    _write('authority', authority[0])
    _write('server', *_make('localhost', authority, local))
    _write('expired', *_make('localhost', authority, local, end=PAST))
    _write('elsewhere', *_make('elsewhere.example', authority, (x509.DNSName('elsewhere.example'),)))
    _write('client', *_make('A client', authority, usage=ExtendedKeyUsageOID.CLIENT_AUTH))


if __name__ == '__main__':
    main()
