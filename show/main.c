// portcullis-show: the whole home on this machine, as a picture that moves or as a story.
#include "show/journey.h"
#include "show/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXIT_DONE = 0,
    EXIT_WRONG = 1,
    EXIT_USAGE = 2,
    EXIT_ENVIRONMENT = 3
};

static const char usage[] =
    "usage: portcullis-show [--script] [--board] [--keep] [--chapters N] [--page DIR]\n"
    "\n"
    "Run it in the root of the tree, best by ./demo. It makes a throw-away home in build/demo.\n"
    "\n"
    "  --script  tell the story, exit with 1 at the first thing that is wrong\n"
    "  --board   the door is the firmware on the emulated board of 64 KB\n"
    "  --keep    leave the home there for a look afterwards\n"
    "  --chapters N\n"
    "            of the story only so many\n"
    "  --page DIR\n"
    "            the files of the phones' page, which a real nginx then serves on localhost\n";

struct options {
    bool script;
    bool board;
    bool keep;
    size_t chapters;  // 0: all
    const char *page; // NULL: none
};

static int fail(const struct failure *failure)
{
    (void)fprintf(stderr, "portcullis-show: %s\n", failure->text);
    return EXIT_ENVIRONMENT;
}

static void tell_kept(const struct options *options)
{
    if (options->keep) {
        (void)printf("\nThe home is kept in build/demo.\n");
    }
}

static int tell_story(const struct options *options)
{
    struct failure failure;
    static struct stage stage; // large, and there is one
    if (!stage_set(&stage, options->board, options->page, &failure)) {
        return fail(&failure);
    }
    const bool right = journey_play(&stage, options->chapters);
    const bool interrupted = stage_must_end();
    stage_end(&stage, options->keep || (!right && !interrupted));
    if (interrupted) {
        (void)printf("\ndemo: interrupted\n");
        return EXIT_WRONG;
    }
    if (!right) {
        (void)printf("\ndemo: failed; the programs' words are in build/demo/*.log\n");
        return EXIT_WRONG;
    }
    tell_kept(options);
    (void)printf("\ndemo: ok\n");
    return EXIT_DONE;
}

static int show_picture(const struct options *options)
{
    struct failure failure;
    static struct stage stage; // large, and there is one
    if (!stage_set(&stage, options->board, options->page, &failure)) {
        return fail(&failure);
    }
    const bool watched = watch_run(&stage, &failure);
    stage_end(&stage, options->keep || !watched);
    tell_kept(options);
    return watched ? EXIT_DONE : fail(&failure);
}

int main(int argc, char **argv)
{
    struct options options = {.script = false};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--script") == 0) {
            options.script = true;
        } else if (strcmp(argv[i], "--board") == 0) {
            options.board = true;
        } else if (strcmp(argv[i], "--chapters") == 0 && i + 1 < argc) {
            options.chapters = strtoul(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--page") == 0 && i + 1 < argc) {
            options.page = argv[++i];
        } else if (strcmp(argv[i], "--keep") == 0) {
            options.keep = true;
        } else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            (void)fputs(usage, stdout);
            return EXIT_DONE;
        } else {
            (void)fprintf(stderr, "%sportcullis-show: there is no option \"%.64s\"\n", usage,
                          argv[i]);
            return EXIT_USAGE;
        }
    }
    stage_listen_to_signals();
    return options.script ? tell_story(&options) : show_picture(&options);
}
