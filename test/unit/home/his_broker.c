#include "test/unit/home/his_broker.h"
#include "test/support/check.h"

#include <signal.h>

bool his_broker_begins(struct his_broker *his, const struct scratch *scratch,
                       struct failure *failure)
{
    struct path path;
    *his = (struct his_broker){.process = 0};
    his->home.settings.broker_port = bench_free_port();
    return path_join(scratch->folder.text, "his", &his->home.folder, failure) &&
           folder_make(his->home.folder.text, failure) &&
           path_join(his->home.folder.text, "broker", &path, failure) &&
           folder_make(path.text, failure);
}

// Two levels.
static bool certify(struct his_broker *his, EVP_PKEY *ca_key, EVP_PKEY *key,
                    struct failure *failure)
{
    X509 *ca = NULL;
    X509 *certificate = NULL;
    struct path path;
    const char *folder = his->home.folder.text;
    struct certificate_request request = {.kind = CERTIFICATE_SERVER_INTERMEDIATE,
                                          .organisation = "His own",
                                          .common_name = "his authority",
                                          .key = ca_key,
                                          .issuer_key = ca_key,
                                          .begin = SCRATCH_NOW,
                                          .days = 9000,
                                          .name_count = 1,
                                          .names = {"broker.example"}};
    bool made = certificate_issue(&request, &ca, failure) &&
                path_join(folder, "ca.crt", &his->ca, failure) &&
                certificate_save(&ca, 1, his->ca.text, failure);
    request.kind = CERTIFICATE_SERVER;
    request.common_name = "broker.example";
    request.key = key;
    request.issuer = ca;
    made = made && certificate_issue(&request, &certificate, failure) &&
           path_join(folder, "his.crt", &path, failure) &&
           certificate_save(&certificate, 1, path.text, failure) &&
           path_join(folder, "his.key", &path, failure) && key_save(key, path.text, NULL, failure);
    X509_free(ca);
    X509_free(certificate);
    return made;
}

bool his_broker_certificates(struct his_broker *his, struct failure *failure)
{
    EVP_PKEY *ca_key = NULL;
    EVP_PKEY *key = NULL;
    const bool made = key_generate(&ca_key, failure) && key_generate(&key, failure) &&
                      certify(his, ca_key, key, failure);
    EVP_PKEY_free(ca_key);
    EVP_PKEY_free(key);
    return made;
}

bool his_broker_writes(const struct his_broker *his, const char *name, const char *text,
                       struct failure *failure)
{
    struct path path;
    return path_join(his->home.folder.text, name, &path, failure) &&
           file_write(path.text, bytes_of_text(text), failure);
}

void his_broker_reads_again(const struct his_broker *his)
{
    CHECK(kill(his->process, SIGHUP) == 0);
    bench_pause(500);
}
