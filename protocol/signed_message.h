// What all signed messages share: sig64 = r | s stands last and covers every byte before it.
#ifndef PROTOCOL_SIGNED_MESSAGE_H
#define PROTOCOL_SIGNED_MESSAGE_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "protocol/words.h"

struct signed_message {
    struct bytes covered;     // what the signature is over
    const uint8_t *signature; // SIGNATURE_SIZE bytes; they identify nothing: s and n - s both hold
};

// Splits a whole message; false when it is too short to carry a signature.
MUST_USE bool signed_message_split(struct bytes message, struct signed_message *out);

#endif
