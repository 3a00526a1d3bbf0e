#include "home/broker/configuration.h"
#include "home/broker/hand_over.h"
#include "home/broker/password.h"
#include "home/broker/reload.h"
#include "home/broker/unit.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What does not depend on the home. One list of everybody's rights: per_listener_settings stays
// false. mosquitto 2.0 chooses the cipher by its own order, so ChaCha20 stands first: a door without
// AES in hardware needs a quarter of the time for it.
static const char constant_part[] =
    "per_listener_settings false\n"
    "allow_anonymous false\n"
    "allow_zero_length_clientid false\n"
    "check_retain_source true\n"
    "set_tcp_nodelay true\n"
    "\n"
    "# The largest message is a roster of 32 keys: 3,108 bytes.\n"
    "max_packet_size 4096\n"
    "max_inflight_messages 20\n"
    "max_queued_messages 200\n"
    "max_queued_bytes 262144\n"
    "queue_qos0_messages false\n"
    "max_topic_alias 0\n"
    "websockets_headers_size 4096\n"
    "memory_limit 67108864\n"
    "sys_interval 0\n"
    "\n"
    "# Retained messages outlive a restart: the last epoch and roster of every door.\n"
    "persistence true\n"
    "autosave_interval 60\n"
    "persistent_client_expiration 7d\n"
    "\n"
    "log_dest stderr\n"
    "log_type error\n"
    "log_type warning\n"
    "log_type notice\n"
    "log_type information\n"
    "connection_messages true\n"
    "log_timestamp_format %Y-%m-%dT%H:%M:%S\n"
    "\n";

static const char listener_part[] =
    "protocol mqtt\n"
    "max_connections 256\n"
    "require_certificate true\n"
    "use_identity_as_username true\n"
    "tls_version tlsv1.2\n"
    "ciphers ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256\n"
    "ciphers_tls1.3 TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256\n";

// mosquitto 2.0 listens on every address for websockets, whatever its line says, unless the listener is
// told that it is of IPv4.
static void print_websockets(FILE *text, const struct home_settings *settings)
{
    if (settings->websockets_port == 0) {
        return;
    }
    (void)fprintf(
        text,
        "\n"
        "# Phones, by name and password, through a web server on this machine that has TLS.\n"
        "listener %u 127.0.0.1\n"
        "protocol websockets\n"
        "socket_domain ipv4\n"
        "max_connections 256\n",
        (unsigned)settings->websockets_port);
}

static void print_machines(FILE *text, const char *folder, const struct home_settings *settings,
                           bool has_crl)
{
    (void)fprintf(text,
                  "# Machines, by mutual TLS: who they are is their certificate's common name.\n"
                  "listener %u%s%s\n"
                  "%s"
                  "# The root of clients and no other: a server's certificate is nobody here.\n"
                  "cafile %s/broker/client-root.crt\n"
                  "certfile %s/broker/broker.crt\n"
                  "keyfile %s/broker/broker.key\n",
                  (unsigned)settings->broker_port, settings->bind[0] == '\0' ? "" : " ",
                  settings->bind, listener_part, folder, folder, folder);
    if (has_crl) {
        (void)fprintf(text, "crlfile %s/broker/crl.pem\n", folder);
    }
}

char *configuration_text(const char *folder, const struct home_settings *settings, bool has_crl)
{
    char *written = NULL;
    size_t count = 0;
    FILE *text = open_memstream(&written, &count);
    if (text == NULL) {
        return NULL;
    }
    (void)fprintf(text,
                  "# mosquitto for %s. Made by portcullis; what is changed here by hand is lost.\n"
                  "# Start it with: mosquitto -c %s/broker/mosquitto.conf\n"
                  "\n"
                  "# Whom mosquitto becomes when root starts it.\n"
                  "user %s\n"
                  "pid_file %s/broker/data/mosquitto.pid\n"
                  "acl_file %s/broker/acl\n"
                  "password_file %s/broker/passwords\n"
                  "persistence_location %s/broker/data/\n"
                  "%s",
                  settings->organisation, folder, settings->run_as, folder, folder, folder, folder,
                  constant_part);
    print_machines(text, folder, settings, has_crl);
    print_websockets(text, settings);
    const bool failed = ferror(text) != 0;
    if (fclose(text) != 0 || failed) {
        free(written);
        return NULL;
    }
    return written;
}

static bool write_text(const char *folder, const char *name, char *text, struct failure *failure)
{
    struct path path;
    bool written = false;
    if (text == NULL) {
        (void)failure_say(failure, "cannot write %s/%s: out of memory; try again", folder, name);
    } else {
        written = path_join(folder, name, &path, failure) &&
                  file_write(path.text, bytes_of_text(text), failure);
    }
    free(text);
    return written;
}

// The files of a home in folder, which stands or will stand at place.
struct files {
    const char *folder;
    const char *place;
    const struct home_settings *settings;
    const struct identities *identities;
};

static bool write_files(const struct files *files, struct failure *failure)
{
    struct path crl;
    const char *folder = files->folder;
    const struct home_settings *settings = files->settings;
    if (!path_join(folder, "broker/crl.pem", &crl, failure)) {
        return false;
    }
    // Homes of before there was one have none until somebody is revoked.
    const bool has_crl = file_exists(crl.text);
    return write_text(folder, "broker/acl", acl_text(settings, files->identities), failure) &&
           write_text(folder, "broker/passwords", passwords_text(settings, files->identities),
                      failure) &&
           (settings->broker_foreign ||
            (write_text(folder, "broker/mosquitto.conf",
                        configuration_text(files->place, settings, has_crl), failure) &&
             write_text(folder, UNIT_NAME ".service", unit_text(files->place, settings), failure)));
}

bool broker_make(const char *folder, const char *place, const struct home_settings *settings,
                 struct failure *failure)
{
    struct identities identities = {.now = 0};
    struct path state;
    const struct files files = {folder, place, settings, &identities};
    return unit_names(place, "the home", failure) &&
           path_join(folder, "broker/data", &state, failure) && folder_make(state.text, failure) &&
           people_read(folder, &identities.people, failure) &&
           broker_hand_over(folder, settings, failure) && write_files(&files, failure);
}

bool broker_write(const struct home *home, struct failure *failure)
{
    struct identities identities;
    const char *folder = home->folder.text;
    const struct files files = {folder, folder, &home->settings, &identities};
    return identities_read(home, &identities, failure) &&
           (!broker_is_handed_over(home) || broker_hand_over(folder, &home->settings, failure)) &&
           broker_note_change(home, failure) && write_files(&files, failure);
}

// Frees the text; one that memory was short for stands nowhere.
static bool stands(const struct home *home, const char *name, char *text)
{
    struct path path;
    struct failure unread; // what cannot be read does not say it
    struct bytes content;
    const size_t size = text == NULL ? 0 : strlen(text) + 1;
    uint8_t *room = malloc(size + 1);
    const bool same = text != NULL && room != NULL && home_path(home, name, &path, &unread) &&
                      file_read(path.text, room, size, &content, &unread) &&
                      bytes_equal(content, bytes_of_text(text));
    free(room);
    free(text);
    return same;
}

bool broker_settle(const struct home *home, bool *changed, struct failure *failure)
{
    struct identities identities;
    struct path crl;
    const char *folder = home->folder.text;
    const struct home_settings *settings = &home->settings;
    const struct files files = {folder, folder, settings, &identities};
    if (!identities_read(home, &identities, failure) ||
        !path_join(folder, "broker/crl.pem", &crl, failure)) {
        return false;
    }
    const bool good = stands(home, "broker/acl", acl_text(settings, &identities)) &&
                      stands(home, "broker/passwords", passwords_text(settings, &identities)) &&
                      (settings->broker_foreign ||
                       stands(home, "broker/mosquitto.conf",
                              configuration_text(folder, settings, file_exists(crl.text))));
    if (!good && (!broker_note_change(home, failure) || !write_files(&files, failure))) {
        return false;
    }
    *changed = !good;
    return true;
}

bool broker_this_user(char *room, size_t size, struct failure *failure)
{
    const struct passwd *user = getpwuid(geteuid());
    if (user == NULL || strlen(user->pw_name) >= size) {
        return failure_say(failure,
                           "user number %ld has no name in the password file; say "
                           "--run-as USER",
                           (long)geteuid());
    }
    (void)snprintf(room, size, "%s", user->pw_name);
    return true;
}
