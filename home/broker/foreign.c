#include "home/broker/foreign.h"

#include <stdio.h>
#include <stdlib.h>

static void print_by_certificate(FILE *text, const char *folder, unsigned port)
{
    (void)fprintf(text,
                  "# Doors and command lines come by mutual TLS, on a listener of their own:\n"
                  "listener %u\n"
                  "cafile %s/broker/client-root.crt\n"
                  "require_certificate true\n"
                  "use_identity_as_username true\n"
                  "# ... which refuses those who were removed:\n"
                  "crlfile %s/broker/crl.pem\n",
                  port, folder, folder);
}

static void print_by_password(FILE *text, const char *folder)
{
    (void)fprintf(
        text,
        "# Doors and people come by name and password, over TLS. Append these lines to your\n"
        "# password_file whenever doors, people or invitations change:\n"
        "#   %s/broker/passwords\n"
        "# Your own name and password are there already.\n",
        folder);
}

static void print_server(FILE *text, const char *folder)
{
    (void)fprintf(text,
                  "# Its own certificate, for doors know P-256 and ECDSA alone; ours fits:\n"
                  "certfile %s/broker/broker.crt\n"
                  "keyfile %s/broker/broker.key\n",
                  folder, folder);
}

char *foreign_text(const char *folder, const struct home_settings *settings)
{
    char *written = NULL;
    size_t count = 0;
    struct path ca;
    struct failure ignored; // a path that is too long leads to nothing
    FILE *text = open_memstream(&written, &count);
    if (text == NULL) {
        return NULL;
    }
    (void)fprintf(
        text,
        "# To be set at the broker %s, port %u, by whoever configures it; in mosquitto's "
        "words.\n\n"
        "# Nobody without a name, and nobody more than his rows:\n"
        "allow_anonymous false\n"
        "# append to your acl_file, whenever doors or people change:\n"
        "#   %s/broker/acl    (in words: portcullis broker acl --words)\n\n"
        "# Retained messages of those who lost their right are not given out, commands do\n"
        "# not wait for more bytes, and a door's messages are at most 4,096 bytes:\n"
        "check_retain_source true\n"
        "set_tcp_nodelay true\n"
        "max_packet_size 4096\n\n",
        settings->broker_address, (unsigned)settings->broker_port, folder);
    if (settings->broker_user[0] == '\0') {
        print_by_certificate(text, folder, settings->broker_port);
    } else {
        print_by_password(text, folder);
    }
    if (!path_join(folder, "authority/broker-ca.crt", &ca, &ignored) || !file_exists(ca.text)) {
        print_server(text, folder);
    }
    (void)fprintf(text, "tls_version tlsv1.2\n"
                        "ciphers ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256\n");
    const bool failed = ferror(text) != 0;
    if (fclose(text) != 0 || failed) {
        free(written);
        return NULL;
    }
    return written;
}
