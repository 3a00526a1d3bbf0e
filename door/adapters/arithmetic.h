// With which of BearSSL's arithmetic the adapters calculate. Which is the fastest hangs on how a processor
// multiplies, and all of it runs in constant time only with a multiplication that does; the build takes
// one of arithmetic_31.c and arithmetic_15.c. Each name stands alone, so that what nobody asks for is
// not linked.
#ifndef DOOR_ADAPTERS_ARITHMETIC_H
#define DOOR_ADAPTERS_ARITHMETIC_H

#include <bearssl.h>

// The curve P-256, and ECDSA over it: signatures raw (IEEE P1363) or in DER.
extern const br_ec_impl *const arithmetic_p256;
extern const br_ecdsa_vrfy arithmetic_verify_raw;
extern const br_ecdsa_vrfy arithmetic_verify_der;
extern const br_ecdsa_sign arithmetic_sign_raw;
extern const br_ecdsa_sign arithmetic_sign_der;

// What authenticates the records of TLS.
extern const br_poly1305_run arithmetic_poly1305;
extern const br_ghash arithmetic_ghash;

#endif
