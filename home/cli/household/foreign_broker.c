#include "home/cli/household/foreign_broker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const host_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";

static bool settle_address(const char *broker, struct home_settings *settings,
                           struct failure *failure)
{
    const size_t length = strspn(broker, host_characters);
    const char *port = broker + length;
    char *end = NULL;
    const long number = *port == ':' ? strtol(port + 1, &end, 10) : settings->broker_port;
    if (length < 1 || length > HOST_MOST || (*port != '\0' && *port != ':') || number < 1 ||
        number > 65535 || (end != NULL && (*end != '\0' || end == port + 1))) {
        return failure_say(failure, "--broker wants HOST or HOST:PORT, not \"%.64s\"", broker);
    }
    (void)snprintf(settings->broker_address, sizeof(settings->broker_address), "%.*s", (int)length,
                   broker);
    settings->broker_port = (uint16_t)number;
    settings->broker_foreign = true;
    settings->websockets_port = 0;
    return true;
}

// A door compares the name with the dNSNames of the certificate, and an address is none of them.
static bool settle_name(struct home_settings *settings, bool named, struct failure *failure)
{
    if (!named) {
        memcpy(settings->broker_name, settings->broker_address, sizeof(settings->broker_name));
    }
    if (strspn(settings->broker_name, "0123456789.") == strlen(settings->broker_name)) {
        return failure_say(failure,
                           "%s is an address: say --broker-name NAME, the name in that "
                           "broker's certificate",
                           settings->broker_name);
    }
    return true;
}

static bool settle_login(const struct foreign_options *options, struct home_request *request,
                         struct failure *failure)
{
    uint8_t room[BROKER_PASSWORD_MOST + 1];
    struct bytes content;
    if ((options->user == NULL) != (options->password_file == NULL)) {
        return failure_say(failure, "--broker-user and --broker-password-file belong together");
    }
    if (options->user == NULL) {
        return true;
    }
    const size_t length = strlen(options->user);
    if (length < 1 || length > HOST_MOST || strpbrk(options->user, " \t\r\n:#+") != NULL) {
        return failure_say(failure,
                           "--broker-user cannot be \"%.64s\": 1 to %d characters without "
                           "blank, :, # and +",
                           options->user, HOST_MOST);
    }
    if (!file_read(options->password_file, room, sizeof(room), &content, failure)) {
        return false;
    }
    memcpy(request->broker_password, content.at, content.count);
    request->broker_password[content.count] = '\0';
    request->broker_password[strcspn(request->broker_password, "\r\n")] = '\0';
    wipe(room, sizeof(room));
    if (request->broker_password[0] == '\0') {
        return failure_say(failure, "the first line of %s is empty; write the password there",
                           options->password_file);
    }
    memcpy(request->settings.broker_user, options->user, length + 1);
    return true;
}

static bool settle_ca(const char *file, struct home_request *request, struct failure *failure)
{
    uint8_t point[POINT_SIZE];
    X509 *ca = NULL;
    if (file == NULL) {
        return true;
    }
    if (!certificate_load(file, &ca, failure)) {
        return false;
    }
    const bool fits = key_point(X509_get0_pubkey(ca), point);
    X509_free(ca);
    if (!fits) {
        return failure_say(failure,
                           "%s is not of P-256, the one curve that doors know; give the "
                           "broker a certificate of our own instead: leave --broker-ca "
                           "away",
                           file);
    }
    request->broker_ca = file;
    return true;
}

bool foreign_broker_settle(const struct foreign_options *options, struct home_request *request,
                           struct failure *failure)
{
    if (options->broker == NULL) {
        return (options->user == NULL && options->password_file == NULL &&
                options->ca_file == NULL) ||
               failure_say(failure, "--broker-user, --broker-password-file and --broker-ca belong "
                                    "to --broker HOST:PORT");
    }
    const bool named = strcmp(request->settings.broker_name, "mqtt.local") != 0;
    return settle_address(options->broker, &request->settings, failure) &&
           settle_name(&request->settings, named, failure) &&
           settle_login(options, request, failure) && settle_ca(options->ca_file, request, failure);
}

bool foreign_broker_write(const char *folder, const struct home_request *request,
                          struct failure *failure)
{
    struct path path;
    X509 *ca = NULL;
    if (request->broker_password[0] != '\0' &&
        (!path_join(folder, "link/password", &path, failure) ||
         !file_write(path.text, bytes_of_text(request->broker_password), failure))) {
        return false;
    }
    if (request->broker_ca == NULL) {
        return true;
    }
    const bool written = certificate_load(request->broker_ca, &ca, failure) &&
                         path_join(folder, "authority/broker-ca.crt", &path, failure) &&
                         certificate_save(&ca, 1, path.text, failure);
    X509_free(ca);
    return written;
}
