#include "home/page/look.h"
#include "home/authority/certificate.h"
#include "home/page/nginx.h"
#include "home/page/page_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    TEXT_MOST = 65536
};

static bool says(const char *path, const char *text)
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

static void look_at_certificate(const struct home *home, struct page_look *look)
{
    X509 *certificate = NULL;
    struct path key;
    struct failure *failure = &look->certificate_failure;
    look->has_certificate =
        nginx_certificate(home->folder.text, &home->settings.page, &look->certificate, &key,
                          failure) &&
        certificate_load(look->certificate.text, &certificate, failure) &&
        (certificate_end(certificate, &look->certificate_end) ||
         failure_say(failure, "%s has no readable end", look->certificate.text));
    X509_free(certificate);
}

bool page_look(const struct home *home, struct page_look *out, struct failure *failure)
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
        look.has_own_file = says(own.text, own_text);
        look.is_written = says(nginx.text, text);
        look.in_nginx = says(PAGE_IN_NGINX, text);
        find_shut(own.text, &look.shut);
        look_at_certificate(home, &look);
        *out = look;
    } else if (text == NULL) {
        (void)failure_say(failure, "cannot look at the page: out of memory; try again");
    }
    free(text);
    cJSON_free(own_text);
    return looked;
}
