#include "core/data/file_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <new>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;

[[noreturn]] void fail_to_read(const std::string& path, int error) {
  throw InputError("cannot read '" + printable(path) + "': " +
                   std::generic_category().message(error) + "; give the path of a readable file");
}

int open_file(const std::string& path) {
  const int file = path == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                               : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (file < 0) fail_to_read(path, errno);
  return file;
}

[[noreturn]] void fail_as_not_regular(const std::string& path) {
  throw InputError(printable(path) +
                   ": not a regular file, and the data of a recorded run are read from no other; "
                   "give a copy of them");
}

/// Opens a regular file and nothing else: to open a device or a pipe can do something.
int open_regular(const std::string& path) {
  if (path == "-") fail_as_not_regular(path);
  struct stat before {};
  if (stat(path.c_str(), &before) != 0) fail_to_read(path, errno);
  if (!S_ISREG(before.st_mode)) fail_as_not_regular(path);
  // Should it be another file by now, it does not wait for the other end of a pipe.
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (file < 0) fail_to_read(path, errno);
  return file;
}

}  // namespace

FileBytes::Descriptor::~Descriptor() {
  close(number_);
}
void FileBytes::Freer::operator()(XXH3_state_s* state) const {
  XXH3_freeState(state);
}

FileBytes::FileBytes(std::string path, int descriptor)
    : path_(std::move(path)), file_(descriptor), hash_(XXH3_createState()), raw_(kChunk) {
  if (!hash_) throw std::bad_alloc();
  struct stat status {};
  if (fstat(file_.number(), &status) != 0) fail_to_read(path_, errno);
  regular_ = S_ISREG(status.st_mode);
  XXH3_128bits_reset(hash_.get());
}

FileBytes::FileBytes(const std::string& path, const std::optional<RecordedData>& recorded)
    : FileBytes(path, recorded ? open_regular(path) : open_file(path)) {
  if (recorded) check(*recorded);
  unread_ = read();
  decoder_ = make_decoder(unread_);
  if (decoder_ != nullptr) plain_.resize(kChunk);
}

std::string_view FileBytes::read() {
  // A pipe gives less at a time. A full chunk lets make_decoder see enough of a file.
  std::size_t count = 0;
  while (count < raw_.size()) {
    const ssize_t more = ::read(file_.number(), raw_.data() + count, raw_.size() - count);
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) fail_to_read(path_, errno);
    if (more == 0) break;
    count += static_cast<std::size_t>(more);
  }
  XXH3_128bits_update(hash_.get(), raw_.data(), count);
  size_ += count;
  return {raw_.data(), count};
}

void FileBytes::read_to_end() {
  while (!read().empty()) {
  }
}

RecordedData FileBytes::figures(const std::string& path) {
  FileBytes file(path, open_regular(path));
  if (!file.regular_) fail_as_not_regular(path);
  file.read_to_end();
  return {file.digest(), file.size()};
}

void FileBytes::check(const RecordedData& recorded) {
  if (!regular_) fail_as_not_regular(path_);
  struct stat status {};
  if (fstat(file_.number(), &status) != 0) fail_to_read(path_, errno);
  const auto bytes = static_cast<std::uint64_t>(status.st_size);
  if (recorded.size && *recorded.size != bytes) {
    throw InputError(printable(path_) + ": it has " + std::to_string(bytes) +
                     " bytes, but the settings record " + std::to_string(*recorded.size) +
                     "; use the file they were made with");
  }
  read_to_end();
  const std::string here = digest();
  if (here != recorded.digest) {
    throw InputError(printable(path_) + ": its digest is " + here + ", but the settings record " +
                     quote(recorded.digest) + "; use the file they were made with");
  }
  if (lseek(file_.number(), 0, SEEK_SET) != 0) fail_to_read(path_, errno);
  XXH3_128bits_reset(hash_.get());
  size_ = 0;
}

std::string_view FileBytes::next() {
  if (decoder_ == nullptr) {
    const std::string_view bytes = std::exchange(unread_, {});
    if (!bytes.empty()) return bytes;
    return read();
  }
  const std::string name(decoder_->name());
  for (;;) {
    if (unread_.empty() && !output_full_) {
      unread_ = read();
      if (unread_.empty()) {
        if (decoder_->complete()) return {};
        throw InputError(printable(path_) + ": the " + name +
                         " data end too early; the file is cut short, get it again");
      }
    }
    try {
      const std::size_t count = decoder_->decode(unread_, plain_);
      output_full_ = count == plain_.size();
      if (count > 0) return {plain_.data(), count};
    } catch (const DamagedData& damage) {
      throw InputError(printable(path_) + ": damaged " + name + " data (" + damage.what() +
                       "); get the file again");
    } catch (const TooLargeToDecode& size) {
      throw InputError(printable(path_) + ": its " + name + " data ask for " + size.what() +
                       "; decompress the file first");
    }
  }
}

std::string FileBytes::digest() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(hash_.get()));
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : canonical.digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace hogtie
