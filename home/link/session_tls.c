#include "home/link/session_tls.h"
#include "home/authority/authority.h"
#include "home/authority/key.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <stdio.h>

static int note_reason(int holds, X509_STORE_CTX *context)
{
    if (holds == 1) {
        return 1;
    }
    const SSL *ssl = X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct session *session = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    (void)snprintf(session->tls_reason, sizeof(session->tls_reason), "%s",
                   X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
    return 0;
}

static bool believe_root(SSL_CTX *tls, const struct home *home, struct failure *failure)
{
    struct path path;
    X509 *root = NULL;
    if (!authority_broker_root(home, &path, failure) ||
        !certificate_load(path.text, &root, failure)) {
        return false;
    }
    X509_VERIFY_PARAM *wanted = SSL_CTX_get0_param(tls);
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_WILDCARDS);
    const bool believed = X509_STORE_add_cert(SSL_CTX_get_cert_store(tls), root) == 1 &&
                          X509_VERIFY_PARAM_set1_host(wanted, home->settings.broker_name, 0) == 1;
    X509_free(root);
    return believed || failure_say(failure,
                                   "OpenSSL refused the root in %s; put it back from a "
                                   "backup",
                                   path.text);
}

static bool show_ourselves(SSL_CTX *tls, const struct home *home, struct failure *failure)
{
    struct path key_path;
    struct path certificate_path;
    EVP_PKEY *key = NULL;
    X509 *certificate = NULL;
    bool shown = home_path(home, "link/tls.key", &key_path, failure) &&
                 home_path(home, "link/tls.crt", &certificate_path, failure) &&
                 key_load(key_path.text, NULL, &key, failure) &&
                 certificate_load(certificate_path.text, &certificate, failure);
    if (shown &&
        (SSL_CTX_use_certificate(tls, certificate) != 1 || SSL_CTX_use_PrivateKey(tls, key) != 1)) {
        shown = failure_say(failure,
                            "%s and %s do not belong together; put both back from the "
                            "same backup",
                            certificate_path.text, key_path.text);
    }
    EVP_PKEY_free(key);
    X509_free(certificate);
    return shown;
}

static bool show_identity(SSL_CTX *tls, const struct session_identity *identity,
                          struct failure *failure)
{
    return (SSL_CTX_use_certificate(tls, identity->certificate) == 1 &&
            SSL_CTX_use_PrivateKey(tls, identity->key) == 1) ||
           failure_say(failure, "key and certificate of this identity do not belong together; put "
                                "both back from the same backup");
}

bool session_tls_make(struct session *session, const struct home *home,
                      const struct session_identity *identity, struct failure *failure)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    if (tls == NULL || SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_app_data(tls, session) != 1) {
        SSL_CTX_free(tls);
        ERR_clear_error();
        return failure_say(failure, "OpenSSL has no TLS 1.2; check that its library is whole");
    }
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, note_reason);
    const bool made = believe_root(tls, home, failure) &&
                      (identity == NULL ? show_ourselves(tls, home, failure)
                                        : show_identity(tls, identity, failure));
    ERR_clear_error();
    if (!made) {
        SSL_CTX_free(tls);
        return false;
    }
    session->tls = tls;
    return true;
}
