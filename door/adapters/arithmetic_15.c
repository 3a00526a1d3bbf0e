// For a processor whose products have 32 bits and no more, as lx106.
#include "door/adapters/arithmetic.h"

const br_ec_impl *const arithmetic_p256 = &br_ec_p256_m15;
const br_ecdsa_vrfy arithmetic_verify_raw = br_ecdsa_i15_vrfy_raw;
const br_ecdsa_vrfy arithmetic_verify_der = br_ecdsa_i15_vrfy_asn1;
const br_ecdsa_sign arithmetic_sign_raw = br_ecdsa_i15_sign_raw;
const br_ecdsa_sign arithmetic_sign_der = br_ecdsa_i15_sign_asn1;
const br_poly1305_run arithmetic_poly1305 = br_poly1305_ctmul32_run;
const br_ghash arithmetic_ghash = br_ghash_ctmul32;
