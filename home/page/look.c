#include "home/page/look.h"
#include "home/authority/certificate.h"
#include "home/authority/key.h"
#include "home/page/nginx.h"
#include "home/page/page_file.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TEXT_MOST = 65536
};

bool page_file_says(const char *path, const char *text)
{
    struct failure unread; // what cannot be read does not say it
    struct bytes content;
    static uint8_t room[TEXT_MOST];
    return file_read(path, room, sizeof(room), &content, &unread) &&
           bytes_equal(content, bytes_of_text(text));
}

// Each folder above it, from the root down; nginx's user is none of the owner's.
static void find_shut(const char *path, struct path *out)
{
    struct stat found;
    char part[PATH_ROOM];
    out->text[0] = '\0';
    for (size_t at = 1; path[at] != '\0'; at++) {
        if (path[at] != '/') {
            continue;
        }
        (void)snprintf(part, sizeof(part), "%.*s", (int)at, path);
        if (stat(part, &found) != 0 || (found.st_mode & S_IXOTH) == 0) {
            (void)snprintf(out->text, sizeof(out->text), "%s", part);
            return;
        }
    }
}

// nginx starts with neither none nor another one's. What nginx reads as root may be hidden from us.
static bool key_fits(X509 *certificate, const char *path, struct failure *failure)
{
    EVP_PKEY *key = NULL;
    struct failure unread;
    if (access(path, R_OK) != 0 && errno == EACCES) {
        return true;
    }
    if (!file_exists(path)) {
        return failure_say(failure, "its key %s is not there", path);
    }
    if (!key_load(path, NULL, &key, &unread)) {
        return failure_say(failure, "its key cannot be read: %.400s", unread.text);
    }
    const bool fits = X509_check_private_key(certificate, key) == 1;
    EVP_PKEY_free(key);
    ERR_clear_error();
    return fits || failure_say(failure, "%s is the key of another certificate", path);
}

static enum page_certificate judge_certificate(const struct page_settings *page, X509 *certificate,
                                               struct page_look *look)
{
    if (!certificate_end(certificate, &look->certificate_end)) {
        (void)failure_say(&look->certificate_failure, "%s has no readable end",
                          look->certificate.text);
        return PAGE_CERTIFICATE_MISSING;
    }
    if (X509_check_host(certificate, page->host, 0, 0, NULL) != 1) {
        (void)failure_say(&look->certificate_failure, "%s is not of %s", look->certificate.text,
                          page->host);
        return PAGE_CERTIFICATE_OF_ANOTHER;
    }
    return PAGE_CERTIFICATE_GOOD;
}

static enum page_certificate look_at_certificate(const struct home *home, time_t now,
                                                 struct page_look *look)
{
    const struct page_settings *page = &home->settings.page;
    struct failure *failure = &look->certificate_failure;
    struct path key;
    X509 *certificate = NULL;
    if (page_is_local(page)) {
        return PAGE_CERTIFICATE_NEEDLESS;
    }
    if (!nginx_certificate(home->folder.text, page, &look->certificate, &key, failure)) {
        return PAGE_CERTIFICATE_MISSING;
    }
    if (access(look->certificate.text, R_OK) != 0 && errno == EACCES) {
        return PAGE_CERTIFICATE_HIDDEN;
    }
    if (!certificate_load(look->certificate.text, &certificate, failure)) {
        return PAGE_CERTIFICATE_MISSING;
    }
    enum page_certificate judged = judge_certificate(page, certificate, look);
    if (judged == PAGE_CERTIFICATE_GOOD && !key_fits(certificate, key.text, failure)) {
        judged = PAGE_CERTIFICATE_WITHOUT_KEY;
    } else if (judged == PAGE_CERTIFICATE_GOOD && look->certificate_end <= now) {
        judged = PAGE_CERTIFICATE_OVER;
    }
    X509_free(certificate);
    return judged;
}

bool page_needs_nothing(const struct page_look *look)
{
    return look->has_files && look->shut.text[0] == '\0' &&
           look->has_certificate >= PAGE_CERTIFICATE_HIDDEN;
}

bool page_look(const struct home *home, time_t now, struct page_look *out, struct failure *failure)
{
    struct page_look look = {.has_files = false};
    struct path index;
    struct path own;
    struct path nginx;
    char *text = nginx_text(home->folder.text, &home->settings);
    char *own_text = page_file_text(home, failure);
    const bool looked = text != NULL && own_text != NULL &&
                        home_path(home, "page/home.json", &own, failure) &&
                        home_path(home, "page/nginx.conf", &nginx, failure) &&
                        path_join(nginx_files(&home->settings.page), "index.html", &index, failure);
    if (looked) {
        (void)snprintf(look.files.text, sizeof(look.files.text), "%s",
                       nginx_files(&home->settings.page));
        look.has_files = file_exists(index.text);
        look.has_own_file = page_file_says(own.text, own_text);
        look.is_written = page_file_says(nginx.text, text);
        look.in_nginx = page_file_says(PAGE_IN_NGINX, text);
        find_shut(own.text, &look.shut);
        look.has_certificate = look_at_certificate(home, now, &look);
        *out = look;
    } else if (text == NULL) {
        (void)failure_say(failure, "cannot look at the page: out of memory; try again");
    }
    free(text);
    cJSON_free(own_text);
    return looked;
}
