#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/files/file_calls.h"
#include "core/files/output_place.h"

namespace hogtie {

/// How an incomplete file is named and kept.
struct Partial {
  /// It is `path` + ".partial" (of the file itself, where the path is a symbolic link), can be read
  /// meanwhile, and stays where it does not get complete. Such a file that is left over, not in use
  /// by another writer, is replaced where it is empty or begins with this.
  std::string begin;
};

/// The one way to write a file. It is written beside its place and moved there at commit(), with
/// the permissions of the file that it replaces; a symbolic link stays, and what it names is
/// replaced. So a file is complete or as it was, whatever ends the program. A pipe, a device, "-"
/// (standard output) and /dev/fd/N are written to as they are.
///
/// Without `partial`, what is not committed is removed; it has a fresh name, so that several can
/// write the same file, one after the other being complete. No other file is ever opened or
/// replaced for it, and no symbolic link is followed.
///
/// Every error is an InputError that says what to do; after one, only the destructor may be called.
class OutputFile {
 public:
  explicit OutputFile(std::string path, std::optional<Partial> partial = std::nullopt,
                      const FileCalls& calls = system_calls());
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Hands the bytes to the operating system before it returns.
  void write(std::string_view bytes);

  /// Flushes the file to its device, and gives it its name. The last call.
  void commit();

  /// The name of the file that is written, for messages: the path, or the partial file.
  const std::string& written() const { return written_; }

 private:
  OutputFile(std::string path, const FileCalls& calls);

  void open_stream();
  void open_partial(const Partial& partial);
  void close();

  const FileCalls& calls_;
  std::string path_;
  OutputPlace place_;
  std::string temporary_;  // name of the file that is written, empty where it is the place itself
  std::string written_;
  bool stays_ = false;
  int file_ = -1;
};

/// Throws InputError where an OutputFile of that path, partial or not, could not be written.
/// Nothing is opened that may have a reader, and nothing stays.
void check_output(const std::string& path, bool partial = false,
                  const FileCalls& calls = system_calls());

/// Writes a whole file. Throws InputError, and then what was there is as it was.
void write_output(const std::string& path, std::string_view content,
                  const FileCalls& calls = system_calls());

}  // namespace hogtie
