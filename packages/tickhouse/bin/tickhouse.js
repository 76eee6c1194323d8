#!/usr/bin/env node
// The command `tickhouse`: a file that is there before anything is built, so that npm can link it.
import '../dist/cli/main.js';
