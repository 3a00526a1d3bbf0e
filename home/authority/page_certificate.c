#include "home/authority/page_certificate.h"
#include "home/authority/authority.h"
#include "home/authority/belief.h"

// What the certificate is made of.
struct parts {
    X509 *root;
    struct party intermediate;
    EVP_PKEY *key;
    X509 *made;
};

static void parts_free(struct parts *parts)
{
    X509_free(parts->root);
    party_free(&parts->intermediate);
    EVP_PKEY_free(parts->key);
    X509_free(parts->made);
}

static bool load_or_make_key(const struct home *home, EVP_PKEY **out, struct failure *failure)
{
    struct path path;
    if (!home_path(home, "authority/page.key", &path, failure)) {
        return false;
    }
    if (file_exists(path.text)) {
        return key_load(path.text, NULL, out, failure);
    }
    return key_generate(out, failure) && key_save(*out, path.text, NULL, failure);
}

static bool load_parts(const struct home *home, struct parts *parts, struct failure *failure)
{
    struct path root;
    struct path certificate;
    struct path key;
    return home_path(home, "authority/server-root.crt", &root, failure) &&
           home_path(home, "authority/server-intermediate.crt", &certificate, failure) &&
           home_path(home, "authority/server-intermediate.key", &key, failure) &&
           certificate_load(root.text, &parts->root, failure) &&
           certificate_load(certificate.text, &parts->intermediate.certificate, failure) &&
           key_load(key.text, NULL, &parts->intermediate.key, failure) &&
           load_or_make_key(home, &parts->key, failure);
}

static bool issue(const struct home *home, time_t now, struct parts *parts, struct failure *failure)
{
    const struct certificate_request request = {
        .kind = CERTIFICATE_PAGE,
        .organisation = home->settings.organisation,
        .common_name = home->settings.page.host,
        .key = parts->key,
        .issuer = parts->intermediate.certificate,
        .issuer_key = parts->intermediate.key,
        .begin = now,
        .days = PAGE_DAYS,
        .name_count = 1,
        .names = {home->settings.page.host},
    };
    return certificate_issue(&request, &parts->made, failure);
}

static bool is_believed(const struct parts *parts, time_t now, struct failure *failure)
{
    return server_is_believed(
        &(struct server_chain){parts->root, parts->intermediate.certificate, parts->made, now},
        failure);
}

static bool make(const struct home *home, time_t now, struct parts *parts, struct failure *failure)
{
    return clock_is_plausible(now, failure) && load_parts(home, parts, failure) &&
           issue(home, now, parts, failure);
}

bool authority_may_certify_page(const struct home *home, time_t now, bool *out,
                                struct failure *failure)
{
    struct parts parts = {.root = NULL};
    const bool tried = make(home, now, &parts, failure);
    *out = tried && is_believed(&parts, now, failure);
    parts_free(&parts);
    return tried;
}

bool authority_certify_page(const struct home *home, time_t now, struct failure *failure)
{
    struct parts parts = {.root = NULL};
    struct path path;
    bool made = make(home, now, &parts, failure) && is_believed(&parts, now, failure) &&
                home_path(home, "authority/page.crt", &path, failure);
    if (made) {
        X509 *const chain[] = {parts.made, parts.intermediate.certificate};
        made = certificate_save(chain, 2, path.text, failure);
    }
    parts_free(&parts);
    return made;
}
