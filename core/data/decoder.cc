#include "core/data/decoder.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <cstdint>
#include <new>
#include <string>

namespace hogtie {
namespace {

constexpr int kLargestWindowLog = 30;                                 // 1 GiB
constexpr std::uint64_t kLargestDictionary = std::uint64_t{1} << 30;  // of xz

/// A codec decodes one compressed stream: begin() makes it ready for one, and run() takes bytes off
/// the front of `in`, puts content at the front of `out`, which becomes what is left of it, and
/// returns whether the stream has ended.
class Zstd {
 public:
  static constexpr std::string_view kName = "zstd";
  static bool begins(std::string_view bytes) {
    if (bytes.size() < 4) return false;
    std::uint32_t magic = 0;  // little-endian, whatever this machine is
    for (std::size_t i = 4; i-- > 0;) magic = magic << 8 | static_cast<unsigned char>(bytes[i]);
    return magic == ZSTD_MAGICNUMBER ||
           (magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
  }

  Zstd() : context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kLargestWindowLog);
  }

  void begin() {}
  bool run(std::string_view& in, std::span<char>& out) {
    ZSTD_inBuffer input{in.data(), in.size(), 0};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    const std::size_t result = ZSTD_decompressStream(context_.get(), &output, &input);
    if (ZSTD_isError(result)) {
      if (ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation) throw std::bad_alloc();
      if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) {
        throw TooLargeToDecode("a window of more than 1 GiB");
      }
      throw DamagedData(ZSTD_getErrorName(result));
    }
    in.remove_prefix(input.pos);
    out = out.subspan(output.pos);
    return result == 0;
  }

 private:
  struct Closer {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Closer> context_;
};

class Gzip {
 public:
  static constexpr std::string_view kName = "gzip";
  static bool begins(std::string_view bytes) { return bytes.starts_with("\x1F\x8B"); }

  Gzip() {
    constexpr int kOnlyGzip = 16;
    if (inflateInit2(&stream_, MAX_WBITS + kOnlyGzip) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  void begin() { inflateReset(&stream_); }
  bool run(std::string_view& in, std::span<char>& out) {
    // zlib does not change what it reads.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = static_cast<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    in.remove_prefix(in.size() - stream_.avail_in);
    out = out.subspan(out.size() - stream_.avail_out);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    if (result == Z_STREAM_END) return true;
    if (result == Z_OK || result == Z_BUF_ERROR) return false;  // the latter: no progress
    throw DamagedData(stream_.msg != nullptr ? stream_.msg : "invalid data");
  }

 private:
  z_stream stream_{};
};

class Bzip2 {
 public:
  static constexpr std::string_view kName = "bzip2";
  static bool begins(std::string_view bytes) {
    return bytes.starts_with("BZh") && bytes.size() > 3 && bytes[3] >= '1' && bytes[3] <= '9';
  }

  Bzip2() = default;
  ~Bzip2() { BZ2_bzDecompressEnd(&stream_); }
  Bzip2(const Bzip2&) = delete;
  Bzip2& operator=(const Bzip2&) = delete;

  void begin() {
    BZ2_bzDecompressEnd(&stream_);
    stream_ = {};
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
  }
  bool run(std::string_view& in, std::span<char>& out) {
    stream_.next_in = const_cast<char*>(in.data());  // which it does not change
    stream_.avail_in = static_cast<unsigned>(in.size());
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<unsigned>(out.size());
    const int result = BZ2_bzDecompress(&stream_);
    in.remove_prefix(in.size() - stream_.avail_in);
    out = out.subspan(out.size() - stream_.avail_out);
    if (result == BZ_MEM_ERROR) throw std::bad_alloc();
    if (result == BZ_STREAM_END) return true;
    if (result == BZ_OK) return false;
    throw DamagedData(result == BZ_DATA_ERROR_MAGIC ? "incorrect header"
                                                    : "invalid data, or a wrong checksum");
  }

 private:
  bz_stream stream_{};
};

class Xz {
 public:
  static constexpr std::string_view kName = "xz";
  static bool begins(std::string_view bytes) {
    return bytes.starts_with(std::string_view("\xFD\x37zXZ\0", 6));
  }

  Xz() = default;
  ~Xz() { lzma_end(&stream_); }
  Xz(const Xz&) = delete;
  Xz& operator=(const Xz&) = delete;

  void begin() {
    // The dictionary takes nearly all of it.
    constexpr std::uint64_t kMemory = kLargestDictionary + (std::uint64_t{1} << 20);
    if (lzma_stream_decoder(&stream_, kMemory, 0) != LZMA_OK) throw std::bad_alloc();
  }
  bool run(std::string_view& in, std::span<char>& out) {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    stream_.avail_out = out.size();
    const lzma_ret result = lzma_code(&stream_, LZMA_RUN);
    in.remove_prefix(in.size() - stream_.avail_in);
    out = out.subspan(out.size() - stream_.avail_out);
    switch (result) {
      case LZMA_OK:
      case LZMA_BUF_ERROR:  // no progress
        return false;
      case LZMA_STREAM_END:
        return true;
      case LZMA_MEM_ERROR:
        throw std::bad_alloc();
      case LZMA_MEMLIMIT_ERROR:
        throw TooLargeToDecode("a dictionary of more than 1 GiB");
      case LZMA_FORMAT_ERROR:
        throw DamagedData("incorrect header");
      case LZMA_OPTIONS_ERROR:
        throw DamagedData("unknown options");
      default:
        throw DamagedData("invalid data, or a wrong checksum");
    }
  }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

template <class Codec>
class StreamDecoder final : public Decoder {
 public:
  std::size_t decode(std::string_view& in, std::span<char> out) override {
    std::span<char> rest = out;
    while (!rest.empty()) {
      if (!open_) {
        if (in.empty()) break;
        codec_.begin();
        open_ = true;
      }
      const std::size_t before = in.size() + rest.size();
      if (codec_.run(in, rest)) {
        open_ = false;
      } else if (in.size() + rest.size() == before) {
        if (!in.empty()) throw DamagedData("invalid data");
        break;
      }
    }
    return out.size() - rest.size();
  }
  bool complete() const override { return !open_; }
  std::string_view name() const override { return Codec::kName; }

 private:
  Codec codec_;
  bool open_ = false;  // a stream has begun and not ended
};

template <class Codec>
std::unique_ptr<Decoder> decoder_of(std::string_view first) {
  return Codec::begins(first) ? std::make_unique<StreamDecoder<Codec>>() : nullptr;
}

}  // namespace

std::unique_ptr<Decoder> make_decoder(std::string_view first) {
  for (const auto& decoder :
       {decoder_of<Zstd>, decoder_of<Gzip>, decoder_of<Bzip2>, decoder_of<Xz>}) {
    if (auto made = decoder(first)) return made;
  }
  return nullptr;
}

}  // namespace hogtie
