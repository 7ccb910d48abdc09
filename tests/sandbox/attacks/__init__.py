"""Programs that try to get out of a sandbox, the things they would have to touch, and the eyes that watch those.

    corpus    the programs, by family, each with what would count as its escape
    arena     what is planted outside: a secret, files, listeners, processes; and what became of it
    judge     one attack against one backend: the escapes that were seen from outside
    control   no sandbox at all: shows that the eyes see

No program's own word counts: an escape is a planted token in a result, a changed file, a connection, a process.
"""
