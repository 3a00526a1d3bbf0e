#include "home/authority/authority.h"
#include "home/authority/crl.h"
#include "home/authority/root_keys.h"

#include <stdio.h>
#include <string.h>

enum {
    INTERMEDIATE_DAYS = 20 * 365,
    BROKER_DAYS = 5 * 365
};

// 2024-01-01 00:00 UTC: this program is younger.
static const time_t program_is_younger = 1704067200;

bool clock_is_plausible(time_t now, struct failure *failure)
{
    struct tm day;
    char text[32] = "?";
    if (now >= program_is_younger) {
        return true;
    }
    if (gmtime_r(&now, &day) != NULL) {
        (void)strftime(text, sizeof(text), "%Y-%m-%d", &day);
    }
    return failure_say(failure,
                       "this machine's clock says %s, so no certificate can be dated; set "
                       "the clock (`timedatectl set-ntp true`) and try again",
                       text);
}

void party_free(struct party *party)
{
    EVP_PKEY_free(party->key);
    X509_free(party->certificate);
    *party = (struct party){NULL, NULL};
}

struct making {
    const char *folder;
    const struct authority_request *request;
    const struct passphrase *recovery_word; // for the copies of the roots' keys
    struct failure *failure;
};

static bool make_party(const struct making *making, struct certificate_request request,
                       const struct party *issuer, struct party *out)
{
    struct party party = {NULL, NULL};
    if (!key_generate(&party.key, making->failure)) {
        return false;
    }
    request.organisation = making->request->settings->organisation;
    request.begin = making->request->now;
    request.key = party.key;
    request.issuer = issuer == NULL ? NULL : issuer->certificate;
    request.issuer_key = issuer == NULL ? party.key : issuer->key;
    if (!certificate_issue(&request, &party.certificate, making->failure)) {
        party_free(&party);
        return false;
    }
    *out = party;
    return true;
}

// Writes NAME.crt and NAME.key; under is NULL where the key must lie open.
static bool save_party(const struct making *making, const struct party *party, const char *name,
                       const struct passphrase *under)
{
    struct path path;
    char file[64];
    (void)snprintf(file, sizeof(file), "%s.crt", name);
    if (!path_join(making->folder, file, &path, making->failure) ||
        !certificate_save(&party->certificate, 1, path.text, making->failure)) {
        return false;
    }
    (void)snprintf(file, sizeof(file), "%s.key", name);
    return path_join(making->folder, file, &path, making->failure) &&
           key_save(party->key, path.text, under, making->failure);
}

// A root's, with the copy of its key.
static bool save_root(const struct making *making, const struct party *root, const char *name)
{
    struct path path;
    char file[64];
    (void)snprintf(file, sizeof(file), "%s.recovery", name);
    return save_party(making, root, name, making->request->passphrase) &&
           path_join(making->folder, file, &path, making->failure) &&
           key_save(root->key, path.text, making->recovery_word, making->failure);
}

// The names a root may ever sign for: the broker's, the page's, and the trees that belong to homes and to nobody
// in public (RFC 6762, 3; RFC 8375), so that the broker can be renamed within them.
static struct certificate_request of_the_roots_names(const struct authority_request *request)
{
    struct certificate_request names = {.name_count = 3};
    names.names[0] = request->settings->broker_name;
    names.names[1] = "local";
    names.names[2] = "home.arpa";
    if (request->settings->page.host[0] != '\0' && !page_is_local(&request->settings->page)) {
        names.names[names.name_count++] = request->settings->page.host;
    }
    for (size_t i = 0; i < request->extra_name_count; i++) {
        names.names[names.name_count++] = request->extra_names[i];
    }
    return names;
}

static struct certificate_request of_the_brokers_names(const struct authority_request *request)
{
    struct certificate_request names = {.name_count = 1};
    names.names[0] = request->settings->broker_name;
    for (size_t i = 0; i < request->extra_name_count; i++) {
        names.names[names.name_count++] = request->extra_names[i];
    }
    return names;
}

static bool make_broker(const struct making *making, const struct party *intermediate)
{
    struct certificate_request request = of_the_brokers_names(making->request);
    request.kind = CERTIFICATE_SERVER;
    request.common_name = making->request->settings->broker_name;
    request.days = BROKER_DAYS;
    struct party broker;
    struct path path;
    if (!make_party(making, request, intermediate, &broker)) {
        return false;
    }
    // What clients are shown: the broker's own first, then what leads to the root they have.
    X509 *const chain[] = {broker.certificate, intermediate->certificate};
    bool made = path_join(making->folder, "broker/broker.crt", &path, making->failure) &&
                certificate_save(chain, 2, path.text, making->failure);
    made = made && path_join(making->folder, "broker/broker.key", &path, making->failure) &&
           key_save(broker.key, path.text, NULL, making->failure);
    party_free(&broker);
    return made;
}

static bool make_servers_below(const struct making *making, const struct party *root)
{
    struct certificate_request request = of_the_roots_names(making->request);
    request.kind = CERTIFICATE_SERVER_INTERMEDIATE;
    request.common_name = "servers";
    request.days = INTERMEDIATE_DAYS;
    struct party intermediate;
    if (!make_party(making, request, root, &intermediate)) {
        return false;
    }
    // Its key lies open: it renews the broker's certificate without anybody being asked.
    const bool made = save_party(making, &intermediate, "authority/server-intermediate", NULL) &&
                      make_broker(making, &intermediate);
    party_free(&intermediate);
    return made;
}

static bool make_servers(const struct making *making)
{
    struct certificate_request request = of_the_roots_names(making->request);
    request.kind = CERTIFICATE_SERVER_ROOT;
    request.common_name = "servers root";
    request.days = CERTIFICATE_NO_END;
    struct party root;
    if (!make_party(making, request, NULL, &root)) {
        return false;
    }
    const bool made =
        save_root(making, &root, "authority/server-root") && make_servers_below(making, &root);
    party_free(&root);
    return made;
}

static bool make_owner(const struct making *making, const struct party *root)
{
    const struct certificate_request request = {
        .kind = CERTIFICATE_CLIENT,
        .common_name = making->request->settings->owner,
        .days = CERTIFICATE_NO_END,
    };
    struct party owner;
    if (!make_party(making, request, root, &owner)) {
        return false;
    }
    const bool made = save_party(making, &owner, "link/tls", NULL);
    party_free(&owner);
    return made;
}

// A list that revokes nobody, so that mosquitto.conf can name it from the first day on.
static bool make_crl(const struct making *making, const struct party *root)
{
    const struct crl_request request = {
        .issuer = root->certificate, .issuer_key = root->key, .now = making->request->now};
    struct path path;
    return path_join(making->folder, "broker/crl.pem", &path, making->failure) &&
           crl_save(&request, path.text, making->failure);
}

static bool make_clients(const struct making *making)
{
    const struct certificate_request request = {
        .kind = CERTIFICATE_CLIENT_ROOT,
        .common_name = "clients root",
        .days = CERTIFICATE_NO_END,
    };
    struct party root;
    struct path path;
    if (!make_party(making, request, NULL, &root)) {
        return false;
    }
    bool made = save_root(making, &root, "authority/client-root");
    // The broker's own copy: it may be another user, who must not see authority/.
    made = made && path_join(making->folder, "broker/client-root.crt", &path, making->failure) &&
           certificate_save(&root.certificate, 1, path.text, making->failure) &&
           make_crl(making, &root) && make_owner(making, &root);
    party_free(&root);
    return made;
}

static bool make_key(const struct making *making, const char *name, const struct passphrase *under)
{
    EVP_PKEY *key = NULL;
    struct path path;
    const bool made = path_join(making->folder, name, &path, making->failure) &&
                      key_generate(&key, making->failure) &&
                      key_save(key, path.text, under, making->failure);
    EVP_PKEY_free(key);
    return made;
}

static bool make_recovery(const struct making *making, uint8_t scalar[PRIVATE_KEY_SIZE],
                          struct passphrase *word)
{
    EVP_PKEY *key = NULL;
    struct path path;
    bool made = path_join(making->folder, "keys/recovery.pub", &path, making->failure) &&
                key_generate(&key, making->failure) &&
                key_save_public(key, path.text, making->failure) &&
                root_keys_word(key, word, making->failure);
    if (made && !key_scalar(key, scalar)) {
        made = failure_say(making->failure, "OpenSSL gave no recovery key; check that its library "
                                            "is whole");
    }
    EVP_PKEY_free(key);
    return made;
}

static bool make_folders(const struct making *making)
{
    static const char *const folders[] = {"authority", "keys", "link"};
    struct path path;
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        if (!path_join(making->folder, folders[i], &path, making->failure) ||
            !folder_make(path.text, making->failure)) {
            return false;
        }
    }
    return true;
}

bool authority_make(const char *folder, const struct authority_request *request,
                    uint8_t recovery_scalar[PRIVATE_KEY_SIZE], struct failure *failure)
{
    struct passphrase word = {.rounds = 0};
    const struct making making = {folder, request, &word, failure};
    const bool made =
        clock_is_plausible(request->now, failure) && make_folders(&making) &&
        make_recovery(&making, recovery_scalar, &word) && make_servers(&making) &&
        make_clients(&making) && make_key(&making, "keys/admin.key", request->passphrase) &&
        make_key(&making, "keys/owner.key", NULL) && make_key(&making, "keys/time.key", NULL);
    wipe(&word, sizeof(word));
    return made;
}

bool authority_clients_root(const struct home *home, const struct passphrase *passphrase,
                            struct party *out, struct failure *failure)
{
    struct party root = {NULL, NULL};
    struct path key;
    struct path certificate;
    if (!home_path(home, "authority/client-root.key", &key, failure) ||
        !home_path(home, "authority/client-root.crt", &certificate, failure) ||
        !key_load(key.text, passphrase, &root.key, failure) ||
        !certificate_load(certificate.text, &root.certificate, failure)) {
        party_free(&root);
        return false;
    }
    *out = root;
    return true;
}

bool authority_issue_client(const struct client_request *client, X509 **out,
                            struct failure *failure)
{
    struct party root;
    if (!authority_clients_root(client->home, client->passphrase, &root, failure)) {
        return false;
    }
    struct certificate_request request = {
        .kind = CERTIFICATE_CLIENT,
        .organisation = client->home->settings.organisation,
        .common_name = client->common_name,
        .key = client->key,
        .issuer = root.certificate,
        .issuer_key = root.key,
        .days = CERTIFICATE_NO_END,
    };
    bool issued = certificate_begin(root.certificate, &request.begin);
    if (!issued) {
        (void)failure_say(failure,
                          "the clients' root of %s says no day; put "
                          "authority/client-root.crt back from a backup",
                          client->home->folder.text);
    }
    issued = issued && certificate_issue(&request, out, failure);
    party_free(&root);
    return issued;
}
