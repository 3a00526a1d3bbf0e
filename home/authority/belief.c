#include "home/authority/belief.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

bool server_is_believed(const struct server_chain *chain, struct failure *failure)
{
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    STACK_OF(X509) *between = sk_X509_new_null();
    bool good = store != NULL && context != NULL && between != NULL &&
                X509_STORE_add_cert(store, chain->root) == 1 &&
                sk_X509_push(between, chain->intermediate) > 0 &&
                X509_STORE_CTX_init(context, store, chain->server, between) == 1;
    if (good) {
        X509_VERIFY_PARAM *wanted = X509_STORE_CTX_get0_param(context);
        X509_VERIFY_PARAM_set_time(wanted, chain->now);
        good = X509_VERIFY_PARAM_set_purpose(wanted, X509_PURPOSE_SSL_SERVER) == 1 &&
               X509_verify_cert(context) == 1;
        if (!good) {
            const int why = X509_STORE_CTX_get_error(context);
            (void)failure_say(failure,
                              "no client would believe the new certificate: %s; its root "
                              "allows the names it was made with, and all below .local and "
                              ".home.arpa",
                              X509_verify_cert_error_string(why));
        }
    } else {
        (void)failure_say(failure, "OpenSSL could not judge the new certificate; check that its "
                                   "library is whole");
    }
    X509_STORE_CTX_free(context);
    sk_X509_free(between);
    X509_STORE_free(store);
    ERR_clear_error();
    return good;
}
