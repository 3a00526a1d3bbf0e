#include "show/places.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[] = "made-by-demo";

// What all programs were built in: our own is show/portcullis-show in there.
static bool built_folder(struct path *out, struct failure *failure)
{
    const ssize_t length = readlink("/proc/self/exe", out->text, sizeof(out->text) - 1);
    if (length <= 0) {
        return failure_of_system(failure, "read", "/proc/self/exe");
    }
    out->text[length] = '\0';
    for (int levels = 0; levels < 2; levels++) {
        char *slash = strrchr(out->text, '/');
        if (slash != NULL) {
            *slash = '\0';
        }
    }
    return true;
}

static bool find_built(const struct path *built, const char *name, struct path *out,
                       struct failure *failure)
{
    if (!path_join(built->text, name, out, failure)) {
        return false;
    }
    return access(out->text, X_OK) == 0 ||
           failure_say(failure,
                       "the program %s is missing; build it: cmake --preset host && cmake --build "
                       "--preset host",
                       out->text);
}

// Debian keeps servers where an ordinary user's PATH does not look.
static bool find_server(const char *name, const char *purpose, struct path *out,
                        struct failure *failure)
{
    const char *search = getenv("PATH");
    char folders[4096];
    char *rest = NULL;
    (void)snprintf(folders, sizeof(folders), "%.4000s:/usr/sbin:/usr/local/sbin",
                   search == NULL ? "" : search);
    for (char *folder = strtok_r(folders, ":", &rest); folder != NULL;
         folder = strtok_r(NULL, ":", &rest)) {
        if (path_join(folder, name, out, failure) && access(out->text, X_OK) == 0) {
            return true;
        }
    }
    return failure_say(failure, "%s is not installed; run: setup/install %s", name, purpose);
}

static bool lock_folder(const char *build, int *out, struct failure *failure)
{
    struct path path;
    if (!path_join(build, "demo.lock", &path, failure)) {
        return false;
    }
    const int lock = open(path.text, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) {
        return failure_of_system(failure, "make", path.text);
    }
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        (void)close(lock);
        return failure_say(failure, "another demo runs in %s; end that one first", build);
    }
    *out = lock;
    return true;
}

// Only what a show has made is removed.
static bool clear(const struct path *folder, struct failure *failure)
{
    struct path marked;
    if (!file_exists(folder->text)) {
        return true;
    }
    if (place_is_empty(folder->text)) {
        return rmdir(folder->text) == 0 || failure_of_system(failure, "remove", folder->text);
    }
    if (!path_join(folder->text, mark, &marked, failure)) {
        return false;
    }
    if (!file_exists(marked.text)) {
        return failure_say(failure,
                           "%s is there and was not made by a demo; move it away, then try again",
                           folder->text);
    }
    folder_remove(folder->text);
    return !file_exists(folder->text) ||
           failure_say(failure, "%s cannot be removed; run this as its owner, or remove it",
                       folder->text);
}

static bool make_folder(const struct path *folder, struct failure *failure)
{
    struct path marked;
    struct path passphrase;
    // The home in it is made by `portcullis init`.
    static const char secret[] = "a passphrase for one evening\n";
    return folder_make(folder->text, failure) && path_join(folder->text, mark, &marked, failure) &&
           file_write(marked.text, bytes_of_text("Made by the demo, and removed by it.\n"),
                      failure) &&
           path_join(folder->text, "passphrase", &passphrase, failure) &&
           file_write(passphrase.text, bytes_of_text(secret), failure);
}

static bool name_all(struct places *places, struct failure *failure)
{
    const struct {
        const char *name;
        struct path *path;
    } rows[] = {
        {"home", &places->home},
        {"home/doors/garage/door.image", &places->image},
        {"pins", &places->pins},
        {"flash", &places->flash},
        {"garage.eeprom", &places->eeprom},
        {"home/broker/mosquitto.conf", &places->configuration},
        {"home/page/alone.conf", &places->page},
        {"nginx", &places->nginx_folder},
        {"nginx.log", &places->nginx_log},
        {"taken-over.conf", &places->taken_over},
        {"taken-over.acl", &places->holding_back},
        {"stranger", &places->stranger},
        {"broker.log", &places->broker_log},
        {"door.log", &places->door_log},
        {"door.words", &places->door_words},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!path_join(places->folder.text, rows[i].name, rows[i].path, failure)) {
            return false;
        }
    }
    return true;
}

static bool find_programs(struct places *places, bool on_board, struct failure *failure)
{
    struct path built;
    const char *door =
        on_board ? "test/board/portcullis-board" : "door/boards/simulator/portcullis-door";
    return built_folder(&built, failure) &&
           find_built(&built, "home/cli/portcullis", &places->portcullis, failure) &&
           find_built(&built, door, &places->door_program, failure) &&
           find_server("mosquitto", "demo", &places->mosquitto, failure);
}

// The files were built in the folder we run in.
static bool find_page(struct places *places, const char *page, struct failure *failure)
{
    struct path index;
    if (page == NULL) {
        return true;
    }
    char *real = realpath(page, NULL);
    if (real == NULL) {
        return failure_of_system(failure, "find the files of the phones' page in", page);
    }
    (void)snprintf(places->page_files.text, sizeof(places->page_files.text), "%s", real);
    free(real);
    if (!path_join(places->page_files.text, "index.html", &index, failure)) {
        return false;
    }
    return (file_exists(index.text) ||
            failure_say(failure, "the phones' page is not built: there is no %s; run ./demo",
                        index.text)) &&
           find_server("nginx", "page", &places->nginx, failure);
}

static bool make_here(struct places *places, struct failure *failure)
{
    struct path here;
    struct path build;
    if (getcwd(here.text, sizeof(here.text)) == NULL) {
        return failure_of_system(failure, "find", "the folder we run in");
    }
    if (!path_join(here.text, "build", &build, failure) ||
        !path_join(build.text, "demo", &places->folder, failure) ||
        !folder_make_parents(places->folder.text, failure) ||
        !lock_folder(build.text, &places->lock, failure)) {
        return false;
    }
    return clear(&places->folder, failure) && make_folder(&places->folder, failure) &&
           name_all(places, failure);
}

bool places_make(struct places *out, bool on_board, const char *page, struct failure *failure)
{
    *out = (struct places){.lock = -1};
    if (find_programs(out, on_board, failure) && find_page(out, page, failure) &&
        make_here(out, failure)) {
        return true;
    }
    if (out->lock >= 0) {
        (void)close(out->lock);
        out->lock = -1;
    }
    return false;
}

void places_leave(struct places *places, bool keep)
{
    if (!keep) {
        folder_remove(places->folder.text);
    }
    (void)close(places->lock);
}
