#include "home/authority/renewal.h"
#include "home/authority/authority.h"
#include "home/authority/belief.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <stdio.h>
#include <string.h>

enum {
    BROKER_DAYS = 5 * 365,
    SECONDS_OF_DAY = 86400
};

static bool load_certificate(const struct home *home, const char *name, X509 **out,
                             struct failure *failure)
{
    struct path path;
    return home_path(home, name, &path, failure) && certificate_load(path.text, out, failure);
}

static bool load_key(const struct home *home, const char *name, EVP_PKEY **out,
                     struct failure *failure)
{
    struct path path;
    return home_path(home, name, &path, failure) && key_load(path.text, NULL, out, failure);
}

static bool add_name(struct broker_names *names, const char *name, size_t length)
{
    if (names->count == CERTIFICATE_NAMES_MOST || length < 1 || length > HOST_MOST) {
        return false;
    }
    for (size_t i = 0; i < names->count; i++) {
        if (strlen(names->name[i]) == length && strncmp(names->name[i], name, length) == 0) {
            return true; // has it already
        }
    }
    memcpy(names->name[names->count], name, length);
    names->name[names->count++][length] = '\0';
    return true;
}

static bool names_of(const X509 *certificate, struct broker_names *out)
{
    out->count = 0;
    GENERAL_NAMES *found = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    bool known = found != NULL;
    for (int i = 0; known && i < sk_GENERAL_NAME_num(found); i++) {
        int type = 0;
        const ASN1_STRING *value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(found, i), &type);
        known = type == GEN_DNS && add_name(out, (const char *)ASN1_STRING_get0_data(value),
                                            (size_t)ASN1_STRING_length(value));
    }
    GENERAL_NAMES_free(found);
    return known && out->count > 0;
}

bool authority_broker_certificate(const struct home *home, struct broker_names *names, time_t *end,
                                  struct failure *failure)
{
    X509 *certificate = NULL;
    if (!load_certificate(home, "broker/broker.crt", &certificate, failure)) {
        return false;
    }
    const bool known = names_of(certificate, names) && certificate_end(certificate, end);
    X509_free(certificate);
    return known || failure_say(failure,
                                "%s/broker/broker.crt has no names; put it back from a "
                                "backup",
                                home->folder.text);
}

// What a renewal is made of.
struct parts {
    X509 *root;
    struct party intermediate;
    EVP_PKEY *key;
    struct broker_names names;
    X509 *made;
};

static void parts_free(struct parts *parts)
{
    X509_free(parts->root);
    party_free(&parts->intermediate);
    EVP_PKEY_free(parts->key);
    X509_free(parts->made);
}

static bool load_parts(const struct renewal *renewal, struct parts *parts, struct failure *failure)
{
    const struct home *home = renewal->home;
    time_t end = 0;
    if (!authority_broker_certificate(home, &parts->names, &end, failure) ||
        !load_certificate(home, "authority/server-root.crt", &parts->root, failure) ||
        !load_certificate(home, "authority/server-intermediate.crt",
                          &parts->intermediate.certificate, failure) ||
        !load_key(home, "authority/server-intermediate.key", &parts->intermediate.key, failure) ||
        !load_key(home, "broker/broker.key", &parts->key, failure)) {
        return false;
    }
    for (size_t i = 0; i < renewal->more_count; i++) {
        if (!add_name(&parts->names, renewal->more[i], strlen(renewal->more[i]))) {
            return failure_say(failure,
                               "%.64s does not fit: a broker has at most %d names, of 1 to "
                               "%d characters",
                               renewal->more[i], CERTIFICATE_NAMES_MOST, HOST_MOST);
        }
    }
    return true;
}

static bool issue(const struct renewal *renewal, struct parts *parts, struct failure *failure)
{
    struct certificate_request request = {
        .kind = CERTIFICATE_SERVER,
        .organisation = renewal->home->settings.organisation,
        .common_name = renewal->home->settings.broker_name,
        .key = parts->key,
        .issuer = parts->intermediate.certificate,
        .issuer_key = parts->intermediate.key,
        .name_count = parts->names.count,
    };
    for (size_t i = 0; i < parts->names.count; i++) {
        request.names[i] = parts->names.name[i];
    }
    if (!certificate_begin(parts->root, &request.begin)) {
        return failure_say(failure, "the servers' root says no day; put authority/server-root.crt "
                                    "back from a backup");
    }
    // Life is counted from the first day.
    request.days = (int)((renewal->now - request.begin) / SECONDS_OF_DAY) + BROKER_DAYS;
    return certificate_issue(&request, &parts->made, failure);
}

bool authority_renew_broker(const struct renewal *renewal, struct failure *failure)
{
    struct parts parts = {.root = NULL};
    struct path path;
    bool renewed =
        clock_is_plausible(renewal->now, failure) && load_parts(renewal, &parts, failure) &&
        issue(renewal, &parts, failure) &&
        server_is_believed(&(struct server_chain){parts.root, parts.intermediate.certificate,
                                                  parts.made, renewal->now},
                           failure) &&
        home_path(renewal->home, "broker/broker.crt", &path, failure);
    if (renewed) {
        X509 *const chain[] = {parts.made, parts.intermediate.certificate};
        renewed = certificate_save(chain, 2, path.text, failure);
    }
    parts_free(&parts);
    return renewed;
}

bool authority_broker_root(const struct home *home, struct path *out, struct failure *failure)
{
    if (!home_path(home, "authority/broker-ca.crt", out, failure)) {
        return false;
    }
    return file_exists(out->text) || home_path(home, "authority/server-root.crt", out, failure);
}
