#pragma once

namespace hogtie {

/// The first thing that the program does. Standard input, output and error that are closed are
/// opened so that they cannot be used, lest a file that is opened later be taken for one of them.
/// Writing beyond the limit on the size of files, and to a pipe without a reader, is to fail rather
/// than to end the program.
void prepare_process();

/// Whether standard output is a pipe that nobody reads any more.
bool output_is_unread();

/// Ends the program as a write to such a pipe does where nothing is saved later.
void end_unread();

}  // namespace hogtie
