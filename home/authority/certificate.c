#include "home/authority/certificate.h"
#include "home/authority/extensions.h"
#include "home/authority/key.h"
#include "home/folder/file.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <string.h>

enum {
    SERIAL_SIZE = 16,
    SECONDS_OF_DAY = 86400
};

// A random serial, positive and at most 20 octets (RFC 5280, 4.1.2.2).
static bool set_serial(X509 *certificate, struct failure *failure)
{
    uint8_t serial[SERIAL_SIZE];
    if (!random_fill(serial, sizeof(serial), failure)) {
        return false;
    }
    serial[0] = (uint8_t)((serial[0] & 0x7f) | 0x40);
    BIGNUM *number = BN_bin2bn(serial, SERIAL_SIZE, NULL);
    const bool set =
        number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
    BN_free(number);
    return set;
}

static bool set_validity(X509 *certificate, const struct certificate_request *request)
{
    const time_t begin = request->begin - request->begin % SECONDS_OF_DAY;
    if (ASN1_TIME_set(X509_getm_notBefore(certificate), begin) == NULL) {
        return false;
    }
    ASN1_TIME *end = X509_getm_notAfter(certificate);
    if (request->days == CERTIFICATE_NO_END) {
        return ASN1_TIME_set_string_X509(end, "99991231235959Z") == 1;
    }
    return ASN1_TIME_adj(end, begin, request->days, -1) != NULL;
}

static bool set_subject(X509 *certificate, const struct certificate_request *request)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    const X509_NAME *issuer =
        request->issuer == NULL ? subject : X509_get_subject_name(request->issuer);
    return X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC,
                                      (const uint8_t *)request->organisation, -1, -1, 0) == 1 &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                      (const uint8_t *)request->common_name, -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, issuer) == 1;
}

bool certificate_issue(const struct certificate_request *request, X509 **out,
                       struct failure *failure)
{
    if (request->kind == CERTIFICATE_PAGE &&
        (request->days == CERTIFICATE_NO_END || request->days > PAGE_DAYS)) {
        return failure_say(failure,
                           "a page's certificate of more than %d days is refused by "
                           "phones; give it fewer",
                           PAGE_DAYS);
    }
    X509 *certificate = X509_new();
    const bool issued = certificate != NULL && X509_set_version(certificate, X509_VERSION_3) == 1 &&
                        set_serial(certificate, failure) && set_validity(certificate, request) &&
                        set_subject(certificate, request) &&
                        X509_set_pubkey(certificate, request->key) == 1 &&
                        extensions_add(certificate, request) &&
                        X509_sign(certificate, request->issuer_key, EVP_sha256()) > 0;
    if (!issued) {
        X509_free(certificate);
        ERR_clear_error();
        return failure_say(failure,
                           "OpenSSL could not make the certificate of %s; check the names "
                           "given and that its library is whole",
                           request->common_name);
    }
    *out = certificate;
    return true;
}

bool certificate_save(X509 *const *chain, size_t count, const char *path, struct failure *failure)
{
    BIO *pem = BIO_new(BIO_s_mem());
    bool encoded = pem != NULL;
    for (size_t i = 0; encoded && i < count; i++) {
        encoded = PEM_write_bio_X509(pem, chain[i]) == 1;
    }
    char *text = NULL;
    const long length = encoded ? BIO_get_mem_data(pem, &text) : 0;
    bool written = false;
    if (length > 0) {
        written = file_write(path, (struct bytes){(const uint8_t *)text, (size_t)length}, failure);
    } else {
        (void)failure_say(failure,
                          "OpenSSL could not encode the certificate for %s; check that its "
                          "library is whole",
                          path);
    }
    BIO_free(pem);
    ERR_clear_error();
    return written;
}

bool certificate_load(const char *path, X509 **out, struct failure *failure)
{
    uint8_t room[16384];
    struct bytes content;
    if (!file_read(path, room, sizeof(room), &content, failure)) {
        return false;
    }
    BIO *pem = BIO_new_mem_buf(content.at, (int)content.count);
    X509 *certificate = pem == NULL ? NULL : PEM_read_bio_X509(pem, NULL, NULL, NULL);
    BIO_free(pem);
    ERR_clear_error();
    if (certificate == NULL) {
        return failure_say(failure, "%s holds no certificate; put it back from a backup", path);
    }
    *out = certificate;
    return true;
}

// OpenSSL's i2d functions: a length for NULL, and the bytes for a place.
static bool der_fits(int count, size_t size)
{
    return count > 0 && (size_t)count <= size;
}

bool certificate_der(const X509 *certificate, uint8_t *room, size_t size, struct bytes *out)
{
    if (!der_fits(i2d_X509(certificate, NULL), size)) {
        return false;
    }
    uint8_t *at = room;
    const int count = i2d_X509(certificate, &at);
    *out = (struct bytes){room, (size_t)count};
    return true;
}

bool certificate_subject_der(const X509 *certificate, uint8_t *room, size_t size, struct bytes *out)
{
    const X509_NAME *subject = X509_get_subject_name(certificate);
    if (!der_fits(i2d_X509_NAME(subject, NULL), size)) {
        return false;
    }
    uint8_t *at = room;
    const int count = i2d_X509_NAME(subject, &at);
    *out = (struct bytes){room, (size_t)count};
    return true;
}

bool certificate_serial(const X509 *certificate, char out[SERIAL_DIGITS_MOST + 1])
{
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
    char *digits = number == NULL ? NULL : BN_bn2hex(number);
    const bool known = digits != NULL && strlen(digits) <= SERIAL_DIGITS_MOST;
    if (known) {
        memcpy(out, digits, strlen(digits) + 1);
    }
    OPENSSL_free(digits);
    BN_free(number);
    return known;
}

static bool seconds_of(const ASN1_TIME *time, time_t *out)
{
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0;
    int seconds = 0;
    const bool known = epoch != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;
    ASN1_TIME_free(epoch);
    if (known) {
        *out = (time_t)days * SECONDS_OF_DAY + seconds;
    }
    return known;
}

bool certificate_end(const X509 *certificate, time_t *out)
{
    return seconds_of(X509_get0_notAfter(certificate), out);
}

bool certificate_begin(const X509 *certificate, time_t *out)
{
    time_t begin = 0;
    if (!seconds_of(X509_get0_notBefore(certificate), &begin)) {
        return false;
    }
    *out = begin - begin % SECONDS_OF_DAY;
    return true;
}
