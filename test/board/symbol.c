#include "test/board/symbol.h"

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum {
    NAME_MOST = 64
};

static bool read_at(FILE *file, size_t offset, void *room, size_t count)
{
    return fseek(file, (long)offset, SEEK_SET) == 0 && fread(room, 1, count, file) == count;
}

static bool section_of_symbols(FILE *file, const Elf32_Ehdr *head, Elf32_Shdr *out)
{
    for (size_t i = 0; i < head->e_shnum; i++) {
        if (!read_at(file, head->e_shoff + i * sizeof(*out), out, sizeof(*out))) {
            return false;
        }
        if (out->sh_type == SHT_SYMTAB) {
            return true;
        }
    }
    return false;
}

static bool is_called(FILE *file, size_t at, const char *name)
{
    char called[NAME_MOST] = {0};
    // Close to the end of the file there are fewer.
    return fseek(file, (long)at, SEEK_SET) == 0 && fread(called, 1, NAME_MOST - 1, file) > 0 &&
           strcmp(called, name) == 0;
}

static uint32_t find(FILE *file, const char *name)
{
    Elf32_Ehdr head;
    Elf32_Shdr symbols;
    Elf32_Shdr names;
    if (!read_at(file, 0, &head, sizeof(head)) || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
        !section_of_symbols(file, &head, &symbols) ||
        !read_at(file, head.e_shoff + symbols.sh_link * sizeof(names), &names, sizeof(names))) {
        return 0;
    }
    for (size_t at = 0; at + sizeof(Elf32_Sym) <= symbols.sh_size; at += sizeof(Elf32_Sym)) {
        Elf32_Sym symbol;
        if (read_at(file, symbols.sh_offset + at, &symbol, sizeof(symbol)) &&
            ELF32_ST_TYPE(symbol.st_info) == STT_OBJECT &&
            is_called(file, names.sh_offset + symbol.st_name, name)) {
            return symbol.st_value;
        }
    }
    return 0;
}

uint32_t symbol_address(const char *path, const char *name)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    const uint32_t address = find(file, name);
    (void)fclose(file); // it was only read
    return address;
}
