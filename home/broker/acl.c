#include "home/broker/acl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_door(FILE *text, const char *root, const char *door)
{
    static const char *const writes[] = {"epoch", "state", "availability", "ack/+", "event"};
    static const char *const reads[] = {"command/+", "roster", "stored", "time"};
    (void)fprintf(text, "\nuser door-%s\n", door);
    for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
        (void)fprintf(text, "topic write %s/%s/%s\n", root, door, writes[i]);
    }
    for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
        (void)fprintf(text, "topic read %s/%s/%s\n", root, door, reads[i]);
    }
}

// The owner's command line at one door. It writes others' command topics to clear retained messages,
// and reads the roster that another owner may have sent.
static void print_owner_at(FILE *text, const struct home_settings *settings, const char *door)
{
    static const char *const reads[] = {"epoch", "state", "availability", "event", "roster"};
    static const char *const writes[] = {"command/+", "roster", "time"};
    const char *root = settings->topic_root;
    for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
        (void)fprintf(text, "topic read %s/%s/%s\n", root, door, reads[i]);
    }
    (void)fprintf(text, "topic read %s/%s/ack/%s\n", root, door, settings->owner);
    for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
        (void)fprintf(text, "topic write %s/%s/%s\n", root, door, writes[i]);
    }
}

char *acl_text(const struct home_settings *settings, const struct doors *doors)
{
    char *written = NULL;
    size_t count = 0;
    FILE *text = open_memstream(&written, &count);
    if (text == NULL) {
        return NULL;
    }
    (void)fprintf(text,
                  "# Made by portcullis from people and doors; what is changed here by hand "
                  "is lost.\n"
                  "# No row above the first user: whoever is not named may nothing.\n"
                  "\nuser %s\n",
                  settings->owner);
    for (size_t i = 0; i < doors->count; i++) {
        print_owner_at(text, settings, doors->name[i]);
    }
    (void)fprintf(text, "topic readwrite %s/enrol/+\n", settings->topic_root);
    (void)fprintf(text, "topic write %s/enrol/+/login\n", settings->topic_root);
    for (size_t i = 0; i < doors->count; i++) {
        print_door(text, settings->topic_root, doors->name[i]);
    }
    const bool failed = ferror(text) != 0;
    if (fclose(text) != 0 || failed) {
        free(written);
        return NULL;
    }
    return written;
}
