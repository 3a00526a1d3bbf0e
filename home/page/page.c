#include "home/page/page.h"
#include "home/page/nginx.h"
#include "home/page/page_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// What a word of nginx's configuration can hold without a quote, and an include without a pattern.
static bool is_plain_path(const char *path)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@~,=:";
    for (const char *at = path; *at != '\0'; at++) {
        if (strchr(plain, *at) == NULL && (unsigned char)*at < 0x80) {
            return false;
        }
    }
    return path[0] == '/';
}

static bool path_fits(const char *path, const char *what, struct failure *failure)
{
    return is_plain_path(path) ||
           failure_say(failure,
                       "nginx cannot be told of %s, \"%.200s\": it has to be a whole path, of "
                       "letters, digits and / . _ - + @ ~ , = : alone; choose another",
                       what, path);
}

// An IPv4 address, or an IPv6 one in brackets.
static bool listen_fits(const char *listen, struct failure *failure)
{
    const size_t length = strlen(listen);
    const bool version_4 = length > 0 && strspn(listen, "0123456789.") == length;
    const bool version_6 = length > 2 && listen[0] == '[' && listen[length - 1] == ']' &&
                           strspn(listen + 1, "0123456789abcdefABCDEF:.") == length - 2;
    return length == 0 || version_4 || version_6 ||
           failure_say(failure,
                       "the page cannot listen on \"%.64s\": an address as 192.168.1.2, or "
                       "[fd00::2]",
                       listen);
}

// Without TLS everybody on the network would read and change what it serves.
static bool local_stays_local(const struct page_settings *page, struct failure *failure)
{
    return !page_is_local(page) || page->listen[0] == '\0' ||
           strncmp(page->listen, "127.", 4) == 0 || strcmp(page->listen, "[::1]") == 0 ||
           failure_say(failure,
                       "a page of localhost has no TLS and listens on 127.0.0.1 or [::1], not on "
                       "%s; give it a name: portcullis page host NAME",
                       page->listen);
}

bool page_fits_nginx(const char *place, const struct page_settings *page, struct failure *failure)
{
    return path_fits(place, "the home's folder", failure) &&
           path_fits(nginx_files(page), "the folder of the page's files", failure) &&
           (page->certificate[0] == '\0' ||
            path_fits(page->certificate, "the page's certificate", failure)) &&
           (page->key[0] == '\0' || path_fits(page->key, "its key", failure)) &&
           listen_fits(page->listen, failure) && local_stays_local(page, failure);
}

// What is opened is changed, and nothing that took its name since: whose home it is may be another than who
// this is.
static bool fit(int page, const char *path, const struct stat *home, struct failure *failure)
{
    if (geteuid() == 0 && fchown(page, home->st_uid, home->st_gid) != 0) {
        return failure_of_system(failure, "change the owner of", path);
    }
    return fchmod(page, FOLDER_PUBLIC) == 0 ||
           failure_of_system(failure, "change the mode of", path);
}

static bool open_page(int home, const char *path, struct failure *failure)
{
    struct stat whose;
    const int page = openat(home, "page", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (page < 0) {
        return failure_say(failure, "%s is no folder; move it away", path);
    }
    const bool fits = fstat(home, &whose) == 0 && fit(page, path, &whose, failure);
    (void)close(page); // nothing was written
    return fits;
}

// The web server walks through the home to page/, and sees nothing on the way.
static bool open_way(const char *folder, const char *page, struct failure *failure)
{
    if (!file_exists(page) && !folder_make(page, failure)) {
        return false;
    }
    const int home = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (home < 0) {
        return failure_of_system(failure, "open the folder", folder);
    }
    const bool opened =
        open_page(home, page, failure) &&
        (fchmod(home, 0711) == 0 || failure_of_system(failure, "change the mode of", folder));
    (void)close(home); // nor here
    return opened;
}

// Frees the text.
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

static bool write_home_file(const struct home *home, struct failure *failure)
{
    struct path path;
    char *text = page_file_text(home, failure);
    const bool written = text != NULL && home_path(home, "page/home.json", &path, failure) &&
                         file_write_public(path.text, bytes_of_text(text), failure);
    cJSON_free(text);
    return written;
}

bool page_make(const struct home *home, const char *place, struct failure *failure)
{
    struct path page;
    const char *folder = home->folder.text;
    const struct home_settings *settings = &home->settings;
    if (settings->page.host[0] == '\0') {
        return true;
    }
    return page_fits_nginx(place, &settings->page, failure) &&
           home_path(home, "page", &page, failure) && open_way(folder, page.text, failure) &&
           write_home_file(home, failure) &&
           write_text(folder, "page/nginx.conf", nginx_text(place, settings), failure) &&
           write_text(folder, "page/alone.conf", nginx_alone_text(place, settings), failure);
}

bool page_write(const struct home *home, struct failure *failure)
{
    return page_make(home, home->folder.text, failure);
}
