"""A passkey in software: makes and signs what a device would, for the tests' own browser."""

import hashlib
import json
import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"
AAGUID = bytes(16)


@dataclass
class SoftKey:
    """One passkey on one device; ``knows_her`` is whether it asked for a finger or a PIN."""

    knows_her: bool = True
    credential_id: bytes = field(default_factory=lambda: os.urandom(16))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    user_handle: bytes = b""

    def make(self, options: str, *, origin: str = ORIGIN) -> str:
        """What the browser sends after `navigator.credentials.create`."""
        asked = json.loads(options)["publicKey"]
        self.user_handle = websafe_decode(asked["user"]["id"])
        key = ES256.from_cryptography_key(self.private.public_key())
        data = AuthenticatorData.create(
            hashlib.sha256(asked["rp"]["id"].encode()).digest(),
            self._flags | WITH_KEY,
            0,
            AttestedCredentialData.create(AAGUID, self.credential_id, key),
        )
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(data)})
        client = self._client("webauthn.create", asked["challenge"], origin)
        return self._sent(clientDataJSON=client, attestationObject=attestation)

    def sign(self, options: str, *, origin: str = ORIGIN, handle: bytes | None = None) -> str:
        """What the browser sends after `navigator.credentials.get`."""
        asked = json.loads(options)["publicKey"]
        rp_id = hashlib.sha256(asked["rpId"].encode()).digest()
        data = bytes(AuthenticatorData.create(rp_id, self._flags, 1))
        client = self._client("webauthn.get", asked["challenge"], origin)
        signed = data + hashlib.sha256(client).digest()
        return self._sent(
            clientDataJSON=client,
            authenticatorData=data,
            signature=self.private.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=self.user_handle if handle is None else handle,
        )

    @property
    def _flags(self) -> int:
        return PRESENT | (VERIFIED if self.knows_her else 0)

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _sent(self, **response: bytes) -> str:
        return json.dumps(
            {
                "id": websafe_encode(self.credential_id),
                "rawId": websafe_encode(self.credential_id),
                "type": "public-key",
                "response": {name: websafe_encode(value) for name, value in response.items()},
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )
