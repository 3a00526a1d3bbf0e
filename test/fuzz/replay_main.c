// Feeds a fuzz harness every file of the folders named, and the beginning of each up to every length:
// replay [--whole] FOLDER...; with --whole not the beginnings, where an input takes long.
#include "test/fuzz/harness.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MOST 65536U

static void feed(const uint8_t *input, size_t size)
{
    // A copy of exactly that size, so that a sanitizer sees whoever looks beyond it.
    uint8_t *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, input, size);
    (void)LLVMFuzzerTestOneInput(copy, size); // always 0
    free(copy);
}

static int replay_file(const char *path, bool whole)
{
    static uint8_t input[INPUT_MOST];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    const size_t size = fread(input, 1, sizeof(input), file);
    (void)fclose(file); // it was only read
    for (size_t cut = whole ? size : 0; cut <= size; cut++) {
        feed(input, cut);
    }
    return 1;
}

static int replay_folder(const char *folder, bool whole)
{
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        return 0;
    }
    int files = 0;
    const struct dirent *entry = readdir(entries);
    while (entry != NULL) {
        char path[4096];
        const int length = snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && length > 0 && (size_t)length < sizeof(path)) {
            files += replay_file(path, whole);
        }
        entry = readdir(entries);
    }
    (void)closedir(entries); // it was only read
    return files;
}

int main(int argc, char **argv)
{
    const bool whole = argc > 1 && strcmp(argv[1], "--whole") == 0;
    int files = 0;
    for (int i = whole ? 2 : 1; i < argc; i++) {
        files += replay_folder(argv[i], whole);
    }
    printf("%d inputs%s\n", files, whole ? "" : ", each with all its beginnings");
    return files > 0 ? 0 : 1;
}
