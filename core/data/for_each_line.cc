#include "core/data/for_each_line.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/data/data_error.h"
#include "core/data/file_bytes.h"
#include "core/data/memory_limit.h"
#include "core/error.h"
#include "core/files/open_file_name.h"
#include "core/text/odd_character.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

/// A row of all the indices that a file may use fits in; a file without line ends does not fill
/// memory.
constexpr std::size_t kLongestLine = std::size_t{1} << 28;

/// Files may come to so much whatever their size, and beyond it to so many times their size.
constexpr std::uint64_t kAlways = std::uint64_t{1} << 28;
constexpr auto kTimesTheFile = static_cast<std::uint64_t>(kTimesTheDataFile);

class Lines {
 public:
  Lines(const DataSource& source, const LineReader& reader)
      : path_(source.path),
        recorded_(source.recorded),
        reader_(reader),
        bytes_(source.path, source.recorded) {}

  DataOrigin read() {
    std::string_view text = bytes_.next();
    text_size_ += text.size();
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
    while (!text.empty()) {
      take_whole_lines(text);
      begin_line(text);
      check_size();
      text = bytes_.next();
      text_size_ += text.size();
    }
    if (!begun_.empty()) reader_.take(begun_, ++line_);
    check_size();
    DataOrigin origin;
    origin.path = path_;
    origin.digest = bytes_.digest();
    if (recorded_ && recorded_->digest != origin.digest) {
      throw InputError(printable(path_) + ": the file changes while it is read; use one at rest");
    }
    origin.size = bytes_.size();
    origin.read_again = bytes_.regular() && !names_open_file(path_);
    return origin;
  }

 private:
  void take_whole_lines(std::string_view& text) {
    for (;;) {
      const std::size_t end = text.find('\n');
      if (end == std::string_view::npos) return;
      if (begun_.empty()) {
        reader_.take(text.substr(0, end), ++line_);
      } else {
        begun_ += text.substr(0, end);
        reader_.take(begun_, ++line_);
        begun_.clear();
      }
      text.remove_prefix(end + 1);
    }
  }

  void begin_line(std::string_view text) {
    begun_ += text;
    if (begun_.size() <= kLongestLine) return;
    const std::string odd = odd_character(text);
    throw DataError(printable(path_), line_ + 1, "", "",
                    odd.empty() ? "the line is longer than 256 MiB; write one row a line"
                                : "no text: the line is longer than 256 MiB and has " + odd +
                                      "; give a text file");
  }

  void check_size() const {
    const std::uint64_t kept = reader_.kept();
    const std::uint64_t most = std::max(kAlways, kTimesTheFile * bytes_.size());
    if (kept > most || text_size_ > most) {
      throw InputError(printable(path_) + ": its " + (kept > most ? "rows take" : "text takes") +
                       " more than 256 MiB and more than " + std::to_string(kTimesTheFile) +
                       " times the bytes of the file; if that is right, decompress it first");
    }
    if (static_cast<double>(kept) > half_of_memory()) {
      throw InputError(printable(path_) + ": its rows take more than " +
                       gigabytes(half_of_memory()) +
                       ", half of the memory there is; use fewer rows");
    }
  }

  std::string path_;
  std::optional<RecordedData> recorded_;
  const LineReader& reader_;
  FileBytes bytes_;
  std::string begun_;  // a line whose end has not been seen
  std::size_t line_ = 0;
  std::uint64_t text_size_ = 0;  // of the lines so far
};

}  // namespace

DataOrigin for_each_line(const DataSource& source, const LineReader& reader) {
  return Lines(source, reader).read();
}

std::string_view take_word(std::string_view& line) {
  constexpr std::string_view kBlanks = " \t\r";
  line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(kBlanks));
  line.remove_prefix(word.size());
  return word;
}

}  // namespace hogtie
