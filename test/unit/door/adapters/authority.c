#include "test/unit/door/adapters/authority.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A test bench that cannot be set up has no verdict to give.
static void must(bool condition, const char *what)
{
    if (!condition) {
        (void)fprintf(stderr, "cannot make a certificate: %s\n", what);
        abort();
    }
}

static void add_extension(X509 *certificate, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    must(extension != NULL && X509_add_ext(certificate, extension, -1) == 1, value);
    X509_EXTENSION_free(extension);
}

static void set_name(X509_NAME *into, const char *name)
{
    must(X509_NAME_add_entry_by_txt(into, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1,
                                    0) == 1,
         name);
}

static void add_extensions(X509 *certificate, const struct wish *wish)
{
    if (wish->ca) {
        add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
        add_extension(certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
        return;
    }
    char names[128];
    (void)snprintf(names, sizeof(names), "DNS:%s", wish->name);
    add_extension(certificate, NID_key_usage, "critical,digitalSignature");
    add_extension(certificate, NID_subject_alt_name, names);
}

static void export_key(struct certified *out)
{
    uint8_t uncompressed[1 + POINT_SIZE];
    size_t count = 0;
    must(EVP_PKEY_get_octet_string_param(out->key, OSSL_PKEY_PARAM_PUB_KEY, uncompressed,
                                         sizeof(uncompressed), &count) == 1 &&
             count == sizeof(uncompressed),
         "public key");
    memcpy(out->point, uncompressed + 1, POINT_SIZE);
    BIGNUM *scalar = NULL;
    must(EVP_PKEY_get_bn_param(out->key, OSSL_PKEY_PARAM_PRIV_KEY, &scalar) == 1 &&
             BN_bn2binpad(scalar, out->scalar, PRIVATE_KEY_SIZE) == PRIVATE_KEY_SIZE,
         "private key");
    BN_free(scalar);
}

static void export_der(struct certified *out)
{
    unsigned char *at = out->der;
    const int count = i2d_X509(out->certificate, NULL);
    must(count > 0 && count <= AUTHORITY_DER_MOST, "DER");
    out->der_count = (size_t)i2d_X509(out->certificate, &at);
    at = out->name;
    const X509_NAME *name = X509_get_subject_name(out->certificate);
    must(i2d_X509_NAME(name, NULL) <= (int)sizeof(out->name), "name");
    out->name_count = (size_t)i2d_X509_NAME(name, &at);
}

void certified_make(struct certified *out, const struct wish *wish, const struct certified *issuer)
{
    static long serial = 1;
    memset(out, 0, sizeof(*out));
    out->key = EVP_EC_gen("P-256");
    out->certificate = X509_new();
    must(out->key != NULL && out->certificate != NULL, "memory");
    X509 *certificate = out->certificate;
    must(X509_set_version(certificate, X509_VERSION_3) == 1, "version");
    must(ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial) == 1, "serial number");
    serial++;
    set_name(X509_get_subject_name(certificate), wish->name);
    must(X509_set_issuer_name(certificate, issuer == NULL
                                               ? X509_get_subject_name(certificate)
                                               : X509_get_subject_name(issuer->certificate)) == 1,
         "issuer");
    must(ASN1_TIME_set(X509_getm_notBefore(certificate), wish->begins) != NULL, "begin");
    must(ASN1_TIME_set(X509_getm_notAfter(certificate), wish->ends) != NULL, "end");
    must(X509_set_pubkey(certificate, out->key) == 1, "public key");
    add_extensions(certificate, wish);
    must(X509_sign(certificate, issuer == NULL ? out->key : issuer->key, EVP_sha256()) > 0,
         "signature");
    export_key(out);
    export_der(out);
}

void certified_free(struct certified *certified)
{
    X509_free(certified->certificate);
    EVP_PKEY_free(certified->key);
    memset(certified, 0, sizeof(*certified));
}

struct image_root root_of(const struct certified *ca)
{
    struct image_root root = {.distinguished_name = {ca->name, ca->name_count}};
    memcpy(root.point, ca->point, POINT_SIZE);
    return root;
}

struct bytes der_of(const struct certified *certified)
{
    return (struct bytes){certified->der, certified->der_count};
}
