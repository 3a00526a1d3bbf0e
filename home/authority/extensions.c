#include "home/authority/extensions.h"

#include <openssl/x509v3.h>

#include <string.h>

// One extension in OpenSSL's own notation; issuer is needed for the authority key identifier only.
static bool add_text(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    const bool added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

struct usage_row {
    const char *basic_constraints;
    const char *key_usage;
    const char *extended_key_usage; // NULL: any
};

static struct usage_row usage_of(enum certificate_kind kind)
{
    static const char signs[] = "critical,keyCertSign,cRLSign";
    static const char speaks[] = "critical,digitalSignature";
    switch (kind) {
    case CERTIFICATE_SERVER_ROOT:
        return (struct usage_row){"critical,CA:TRUE,pathlen:1", signs, NULL};
    case CERTIFICATE_SERVER_INTERMEDIATE:
        return (struct usage_row){"critical,CA:TRUE,pathlen:0", signs, "serverAuth"};
    case CERTIFICATE_SERVER:
    case CERTIFICATE_PAGE:
        return (struct usage_row){"critical,CA:FALSE", speaks, "serverAuth"};
    case CERTIFICATE_CLIENT_ROOT:
        return (struct usage_row){"critical,CA:TRUE,pathlen:0", signs, "clientAuth"};
    case CERTIFICATE_CLIENT:
        return (struct usage_row){"critical,CA:FALSE", speaks, "clientAuth"};
    }
    return (struct usage_row){NULL, NULL, NULL};
}

static bool push_subtree(STACK_OF(GENERAL_SUBTREE) * subtrees, int type, void *value)
{
    GENERAL_SUBTREE *subtree = GENERAL_SUBTREE_new();
    if (subtree == NULL || value == NULL) {
        GENERAL_SUBTREE_free(subtree);
        return false;
    }
    GENERAL_NAME_set0_value(subtree->base, type, value);
    if (sk_GENERAL_SUBTREE_push(subtrees, subtree) <= 0) {
        GENERAL_SUBTREE_free(subtree);
        return false;
    }
    return true;
}

static bool push_dns(STACK_OF(GENERAL_SUBTREE) * subtrees, const char *name)
{
    ASN1_IA5STRING *text = ASN1_IA5STRING_new();
    if (text == NULL || ASN1_STRING_set(text, name, (int)strlen(name)) != 1 ||
        !push_subtree(subtrees, GEN_DNS, text)) {
        ASN1_IA5STRING_free(text);
        return false;
    }
    return true;
}

// All addresses of IPv4 (count 8) or IPv6 (count 32): address and mask of zeroes.
static bool push_every_address(STACK_OF(GENERAL_SUBTREE) * subtrees, int count)
{
    static const uint8_t zeroes[32] = {0};
    ASN1_OCTET_STRING *all = ASN1_OCTET_STRING_new();
    if (all == NULL || ASN1_OCTET_STRING_set(all, zeroes, count) != 1 ||
        !push_subtree(subtrees, GEN_IPADD, all)) {
        ASN1_OCTET_STRING_free(all);
        return false;
    }
    return true;
}

static bool push_organisation(STACK_OF(GENERAL_SUBTREE) * subtrees, const char *organisation)
{
    X509_NAME *name = X509_NAME_new();
    if (name == NULL ||
        X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, (const uint8_t *)organisation, -1, -1,
                                   0) != 1 ||
        !push_subtree(subtrees, GEN_DIRNAME, name)) {
        X509_NAME_free(name);
        return false;
    }
    return true;
}

// Servers: these names and nothing by address. Clients: this organisation and no host at all.
static bool fill_constraints(const struct certificate_request *request,
                             NAME_CONSTRAINTS *constraints)
{
    constraints->permittedSubtrees = sk_GENERAL_SUBTREE_new_null();
    constraints->excludedSubtrees = sk_GENERAL_SUBTREE_new_null();
    if (constraints->permittedSubtrees == NULL || constraints->excludedSubtrees == NULL ||
        !push_every_address(constraints->excludedSubtrees, 8) ||
        !push_every_address(constraints->excludedSubtrees, 32)) {
        return false;
    }
    if (request->kind == CERTIFICATE_CLIENT_ROOT) {
        return push_organisation(constraints->permittedSubtrees, request->organisation) &&
               push_dns(constraints->excludedSubtrees, "");
    }
    for (size_t i = 0; i < request->name_count; i++) {
        if (!push_dns(constraints->permittedSubtrees, request->names[i])) {
            return false;
        }
    }
    return request->name_count > 0;
}

static bool add_constraints(X509 *certificate, const struct certificate_request *request)
{
    const int critical = request->kind == CERTIFICATE_SERVER_INTERMEDIATE ? 0 : 1;
    NAME_CONSTRAINTS *constraints = NAME_CONSTRAINTS_new();
    const bool added =
        constraints != NULL && fill_constraints(request, constraints) &&
        X509_add1_ext_i2d(certificate, NID_name_constraints, constraints, critical, 0) == 1;
    NAME_CONSTRAINTS_free(constraints);
    return added;
}

static bool add_subject_names(X509 *certificate, const struct certificate_request *request)
{
    GENERAL_NAMES *names = GENERAL_NAMES_new();
    bool added = names != NULL && request->name_count > 0;
    for (size_t i = 0; added && i < request->name_count; i++) {
        const char *name = request->names[i];
        GENERAL_NAME *one = GENERAL_NAME_new();
        ASN1_IA5STRING *text = ASN1_IA5STRING_new();
        if (one == NULL || text == NULL || ASN1_STRING_set(text, name, (int)strlen(name)) != 1) {
            GENERAL_NAME_free(one);
            ASN1_IA5STRING_free(text);
            added = false;
            break;
        }
        GENERAL_NAME_set0_value(one, GEN_DNS, text);
        added = sk_GENERAL_NAME_push(names, one) > 0;
        if (!added) {
            GENERAL_NAME_free(one);
        }
    }
    added = added && X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0) == 1;
    GENERAL_NAMES_free(names);
    return added;
}

static bool add_names(X509 *certificate, const struct certificate_request *request)
{
    switch (request->kind) {
    case CERTIFICATE_SERVER_ROOT:
    case CERTIFICATE_SERVER_INTERMEDIATE:
    case CERTIFICATE_CLIENT_ROOT:
        return add_constraints(certificate, request);
    case CERTIFICATE_SERVER:
    case CERTIFICATE_PAGE:
        return add_subject_names(certificate, request);
    case CERTIFICATE_CLIENT:
        return true;
    }
    return false;
}

bool extensions_add(X509 *certificate, const struct certificate_request *request)
{
    const struct usage_row usage = usage_of(request->kind);
    return add_text(certificate, NULL, NID_basic_constraints, usage.basic_constraints) &&
           add_text(certificate, NULL, NID_key_usage, usage.key_usage) &&
           (usage.extended_key_usage == NULL ||
            add_text(certificate, NULL, NID_ext_key_usage, usage.extended_key_usage)) &&
           add_text(certificate, NULL, NID_subject_key_identifier, "hash") &&
           (request->issuer == NULL ||
            add_text(certificate, request->issuer, NID_authority_key_identifier, "keyid:always")) &&
           add_names(certificate, request);
}
