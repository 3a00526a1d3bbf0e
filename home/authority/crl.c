#include "home/authority/crl.h"
#include "home/authority/authority.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string.h>

static bool set_dates(X509_CRL *crl, const struct crl_request *request)
{
    ASN1_TIME *end = ASN1_TIME_new();
    const bool set = end != NULL && ASN1_TIME_set_string_X509(end, "99991231235959Z") == 1 &&
                     X509_CRL_set1_lastUpdate(crl, X509_get0_notBefore(request->issuer)) == 1 &&
                     X509_CRL_set1_nextUpdate(crl, end) == 1;
    ASN1_TIME_free(end);
    return set;
}

// A list says its number, and each is higher than the one before (RFC 5280, 5.2.3): the clock is.
static bool set_number(X509_CRL *crl, const struct crl_request *request)
{
    ASN1_INTEGER *number = ASN1_INTEGER_new();
    const bool set = number != NULL && ASN1_INTEGER_set_int64(number, request->now) == 1 &&
                     X509_CRL_add1_ext_i2d(crl, NID_crl_number, number, 0, 0) == 1;
    ASN1_INTEGER_free(number);
    return set;
}

// Names the key that signs, as 5.2.1 wants.
static bool set_issuer(X509_CRL *crl, const struct crl_request *request)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, request->issuer, NULL, NULL, crl, 0);
    X509_EXTENSION *extension =
        X509V3_EXT_conf_nid(NULL, &context, NID_authority_key_identifier, "keyid:always");
    const bool set = extension != NULL && X509_CRL_add_ext(crl, extension, -1) == 1 &&
                     X509_CRL_set_issuer_name(crl, X509_get_subject_name(request->issuer)) == 1;
    X509_EXTENSION_free(extension);
    return set;
}

static ASN1_INTEGER *number_of(const char *serial)
{
    BIGNUM *number = NULL;
    if (serial[0] == '\0' || BN_hex2bn(&number, serial) != (int)strlen(serial)) {
        BN_free(number);
        return NULL;
    }
    ASN1_INTEGER *integer = BN_to_ASN1_INTEGER(number, NULL);
    BN_free(number);
    return integer;
}

static bool add_revoked(X509_CRL *crl, const char *serial, time_t now)
{
    X509_REVOKED *revoked = X509_REVOKED_new();
    ASN1_INTEGER *number = number_of(serial);
    ASN1_TIME *when = ASN1_TIME_set(NULL, now);
    const bool filled = revoked != NULL && number != NULL && when != NULL &&
                        X509_REVOKED_set_serialNumber(revoked, number) == 1 &&
                        X509_REVOKED_set_revocationDate(revoked, when) == 1;
    ASN1_INTEGER_free(number);
    ASN1_TIME_free(when);
    if (!filled || X509_CRL_add0_revoked(crl, revoked) != 1) {
        X509_REVOKED_free(revoked);
        return false;
    }
    return true;
}

static bool fill(X509_CRL *crl, const struct crl_request *request)
{
    if (X509_CRL_set_version(crl, X509_CRL_VERSION_2) != 1 || !set_dates(crl, request) ||
        !set_issuer(crl, request) || !set_number(crl, request)) {
        return false;
    }
    for (size_t i = 0; i < request->count; i++) {
        if (!add_revoked(crl, request->revoked[i], request->now)) {
            return false;
        }
    }
    return X509_CRL_sort(crl) == 1 && X509_CRL_sign(crl, request->issuer_key, EVP_sha256()) > 0;
}

static bool write_pem(X509_CRL *crl, const char *path, struct failure *failure)
{
    BIO *pem = BIO_new(BIO_s_mem());
    char *text = NULL;
    const bool encoded = pem != NULL && PEM_write_bio_X509_CRL(pem, crl) == 1;
    const long length = encoded ? BIO_get_mem_data(pem, &text) : 0;
    const bool written =
        length > 0
            ? file_write(path, (struct bytes){(const uint8_t *)text, (size_t)length}, failure)
            : failure_say(failure,
                          "OpenSSL could not encode %s; check that its library is "
                          "whole",
                          path);
    BIO_free(pem);
    return written;
}

bool crl_save(const struct crl_request *request, const char *path, struct failure *failure)
{
    X509_CRL *crl = X509_CRL_new();
    bool saved = crl != NULL && fill(crl, request);
    if (saved) {
        saved = write_pem(crl, path, failure);
    } else {
        (void)failure_say(failure,
                          "OpenSSL could not make %s; check the serial numbers in people.json, and "
                          "that its library is whole",
                          path);
    }
    X509_CRL_free(crl);
    ERR_clear_error();
    return saved;
}

bool crl_write(const struct revocation *revocation, struct failure *failure)
{
    struct path path;
    struct party root;
    if (!home_path(revocation->home, "broker/crl.pem", &path, failure) ||
        !authority_clients_root(revocation->home, revocation->passphrase, &root, failure)) {
        return false;
    }
    const struct crl_request request = {
        .issuer = root.certificate,
        .issuer_key = root.key,
        .now = revocation->now,
        .count = revocation->count,
        .revoked = revocation->revoked,
    };
    const bool written = crl_save(&request, path.text, failure);
    party_free(&root);
    return written;
}

// The list in a file, if it is by that root.
static X509_CRL *load(const char *path, const X509 *root, struct failure *failure)
{
    uint8_t room[FILE_MOST];
    struct bytes content;
    if (!file_read_regular(path, room, sizeof(room), &content, failure)) {
        return NULL;
    }
    BIO *pem = BIO_new_mem_buf(content.at, (int)content.count);
    X509_CRL *crl = pem == NULL ? NULL : PEM_read_bio_X509_CRL(pem, NULL, NULL, NULL);
    BIO_free(pem);
    if (crl == NULL || X509_CRL_verify(crl, X509_get0_pubkey(root)) != 1) {
        X509_CRL_free(crl);
        (void)failure_say(failure,
                          "%s is no list by the clients' root of this home; put it back from a "
                          "backup",
                          path);
        crl = NULL;
    }
    ERR_clear_error();
    return crl;
}

static bool has(X509_CRL *crl, const char *serial)
{
    X509_REVOKED *found = NULL;
    ASN1_INTEGER *number = number_of(serial);
    const bool there = number != NULL && X509_CRL_get0_by_serial(crl, &found, number) == 1;
    ASN1_INTEGER_free(number);
    return there;
}

bool crl_revokes_all(const struct home *home, const char *const *serials, size_t count, bool *out,
                     struct failure *failure)
{
    struct path path;
    struct path root_path;
    X509 *root = NULL;
    if (!home_path(home, "broker/crl.pem", &path, failure) ||
        !home_path(home, "authority/client-root.crt", &root_path, failure) ||
        !certificate_load(root_path.text, &root, failure)) {
        return false;
    }
    X509_CRL *crl = load(path.text, root, failure);
    X509_free(root);
    if (crl == NULL) {
        return false;
    }
    *out = true;
    for (size_t i = 0; i < count && *out; i++) {
        *out = has(crl, serials[i]);
    }
    X509_CRL_free(crl);
    return true;
}

bool crl_revokes(const struct home *home, const char *serial, bool *out, struct failure *failure)
{
    return crl_revokes_all(home, &serial, 1, out, failure);
}
