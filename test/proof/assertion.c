// A passkey's assertion: any clientDataJSON and authenticator data up to a size that holds all that is
// compared, for any origin.
#include "door/guard/assertion.h"

#include "test/proof/any.h"
#include "test/proof/subjects.h"

enum {
    ORIGIN_TRIED = 8,
    JSON_MOST = 36 + 43 + 12 + ORIGIN_TRIED + 1 + 22 + 3, // all that is compared, and some more
    AUTHENTICATOR_DATA_MOST = 64
};

static void any_client_data(void)
{
    uint8_t challenge[HASH_SIZE];
    uint8_t json[JSON_MOST];
    uint8_t origin[ORIGIN_TRIED];
    any_bytes(challenge, sizeof(challenge));
    any_bytes(json, sizeof(json));
    any_bytes(origin, sizeof(origin));
    const size_t count = any_between(0, JSON_MOST);
    const size_t length = any_between(0, ORIGIN_TRIED);
    //@ split count;
    any_here();
    //@ split length;
    any_here();
    (void)client_data_fits((struct bytes){json + JSON_MOST - count, count},
                           (struct bytes){origin + ORIGIN_TRIED - length, length}, challenge);
}

static void any_authenticator_data(void)
{
    uint8_t rp_id_hash[HASH_SIZE];
    uint8_t room[AUTHENTICATOR_DATA_MOST];
    any_bytes(rp_id_hash, sizeof(rp_id_hash));
    any_bytes(room, sizeof(room));
    const size_t count = any_between(0, AUTHENTICATOR_DATA_MOST);
    //@ split count;
    (void)authenticator_data_fits((struct bytes){room + AUTHENTICATOR_DATA_MOST - count, count},
                                  rp_id_hash);
}

static void any_origin(void)
{
    uint8_t room[ORIGIN_SIZE];
    struct bytes host;
    any_bytes(room, sizeof(room));
    const size_t count = any_between(0, ORIGIN_SIZE);
    //@ split count;
    host = origin_host((struct bytes){room + ORIGIN_SIZE - count, count});
    (void)host;
}

void prove_assertion(void)
{
    any_origin();
    any_client_data();
    any_authenticator_data();
}
