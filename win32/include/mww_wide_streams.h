/* SPDX-License-Identifier: MIT */
/* mww_wide_streams.h — what stands behind wcout, wcerr, wclog and wcin. Part of
 * iostream.
 *
 * libstdc++'s own buffers make a stream wide, after which printf and cout are
 * silent, and know characters of 32 bits only. These pass every character to
 * this layer's fputwc and fgetwc. They have no memory of their own: code of the
 * library that was compiled for 32 bits then sees single characters only, which
 * travel in registers. For the same reason numbers have a facet of their own.
 */
#ifndef MWW_WIDE_STREAMS_H
#define MWW_WIDE_STREAMS_H
#pragma GCC system_header

#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <locale>
#include <string>

class mww_wide_buffer : public std::basic_streambuf<wchar_t> {
public:
        explicit mww_wide_buffer(FILE *stream) : stream_(stream)
        {
        }

protected:
        int_type overflow(int_type unit) override
        {
                if (traits_type::eq_int_type(unit, traits_type::eof()))
                        return std::fflush(stream_) == 0 ? 0 : unit;
                return fputwc(traits_type::to_char_type(unit), stream_);
        }
        std::streamsize xsputn(const wchar_t *text, std::streamsize count) override
        {
                std::streamsize done = 0;

                while (done < count && fputwc(text[done], stream_) != WEOF)
                        done++;
                return done;
        }
        int sync() override
        {
                return std::fflush(stream_);
        }
        int_type underflow() override
        {
                int_type unit = fgetwc(stream_);

                return unit == WEOF ? traits_type::eof() : ungetwc(unit, stream_);
        }
        int_type uflow() override
        {
                last_ = fgetwc(stream_);
                return last_ == WEOF ? traits_type::eof() : last_;
        }
        int_type pbackfail(int_type unit) override
        {
                if (traits_type::eq_int_type(unit, traits_type::eof()))
                        unit = last_;
                return unit == WEOF ? traits_type::eof() : ungetwc(unit, stream_);
        }

private:
        FILE *stream_;
        int_type last_ = WEOF;
};

/* Numbers as the "C" locale has them, character by character. */
class mww_wide_numbers : public std::num_put<wchar_t> {
protected:
        typedef std::ios_base ios;

        iter_type do_put(iter_type out, ios &how, char_type fill, bool value) const override
        {
                if (how.flags() & ios::boolalpha)
                        return put(out, how, fill, value ? "true" : "false");
                return do_put(out, how, fill, (long) value);
        }
        iter_type do_put(iter_type out, ios &how, char_type fill, long value) const override
        {
                return put_integer(out, how, fill, (unsigned long) value, value < 0, true);
        }
        iter_type do_put(iter_type out, ios &how, char_type fill,
                         unsigned long value) const override
        {
                return put_integer(out, how, fill, value, false, false);
        }
        iter_type do_put(iter_type out, ios &how, char_type fill, long long value) const override
        {
                return put_integer(out, how, fill, (unsigned long long) value, value < 0, true);
        }
        iter_type do_put(iter_type out, ios &how, char_type fill,
                         unsigned long long value) const override
        {
                return put_integer(out, how, fill, value, false, false);
        }
        iter_type do_put(iter_type out, ios &how, char_type fill, double value) const override
        {
                return do_put(out, how, fill, (long double) value);
        }
        iter_type do_put(iter_type out, ios &how, char_type fill,
                         long double value) const override
        {
                const ios::fmtflags kind = how.flags() & ios::floatfield;
                const bool upper = (how.flags() & ios::uppercase) != 0;
                char format[16];
                char text[400];
                char *at = format;

                *at++ = '%';
                if (how.flags() & ios::showpos)
                        *at++ = '+';
                if (how.flags() & ios::showpoint)
                        *at++ = '#';
                if (kind != (ios::fixed | ios::scientific)) {
                        *at++ = '.';
                        *at++ = '*';
                }
                *at++ = 'L';
                *at++ = kind == ios::fixed            ? 'f' :
                        kind == ios::scientific       ? (upper ? 'E' : 'e') :
                        kind == ios::fmtflags(0)      ? (upper ? 'G' : 'g') :
                                                        (upper ? 'A' : 'a');
                *at = '\0';
                if (kind != (ios::fixed | ios::scientific))
                        mww_snprintf(text, sizeof text, format, (int) how.precision(), value);
                else
                        mww_snprintf(text, sizeof text, format, value);
                return put(out, how, fill, text);
        }
        iter_type do_put(iter_type out, ios &how, char_type fill,
                         const void *value) const override
        {
                char text[32];

                mww_snprintf(text, sizeof text, "%p", value);
                return put(out, how, fill, text);
        }

private:
        static iter_type put_integer(iter_type out, ios &how, char_type fill,
                                     unsigned long long value, bool is_negative, bool is_signed)
        {
                const ios::fmtflags base = how.flags() & ios::basefield;
                const bool shows_base = (how.flags() & ios::showbase) != 0;
                char text[40];

                if (base == ios::hex && how.flags() & ios::uppercase)
                        mww_snprintf(text, sizeof text, shows_base ? "%#llX" : "%llX", value);
                else if (base == ios::hex)
                        mww_snprintf(text, sizeof text, shows_base ? "%#llx" : "%llx", value);
                else if (base == ios::oct)
                        mww_snprintf(text, sizeof text, shows_base ? "%#llo" : "%llo", value);
                else if (is_negative)
                        mww_snprintf(text, sizeof text, "%lld", (long long) value);
                else
                        mww_snprintf(text, sizeof text,
                                     is_signed && (how.flags() & ios::showpos) ? "+%llu" : "%llu",
                                     value);
                return put(out, how, fill, text);
        }
        static iter_type put(iter_type out, ios &how, char_type fill, const char *text)
        {
                const std::streamsize length =
                        (std::streamsize) std::char_traits<char>::length(text);
                const ios::fmtflags side = how.flags() & ios::adjustfield;
                std::streamsize blanks = how.width() > length ? how.width() - length : 0;

                how.width(0);
                if (side == ios::internal && (*text == '-' || *text == '+'))
                        *out++ = (char_type) *text++;
                for (; side != ios::left && blanks > 0; blanks--)
                        *out++ = fill;
                while (*text)
                        *out++ = (char_type) *text++;
                for (; blanks > 0; blanks--)
                        *out++ = fill;
                return out;
        }
};

/* And into numbers. */
class mww_wide_number_reader : public std::num_get<wchar_t> {
protected:
        typedef std::ios_base ios;
        typedef ios::iostate state;

#define MWW_READS(type, call)                                                               \
        iter_type do_get(iter_type at, iter_type end, ios &how, state &became, type &out)   \
                const override                                                              \
        {                                                                                   \
                char text[128];                                                             \
                char *rest = text;                                                          \
                const int base = base_of(how);                                              \
                                                                                            \
                (void) base;                                                                \
                at = collect(at, end, became, text, sizeof text);                           \
                out = (type) call;                                                          \
                if (rest == text || *rest)                                                  \
                        became |= ios::failbit;                                             \
                return at;                                                                  \
        }
        MWW_READS(bool, std::strtol(text, &rest, 10))
        MWW_READS(long, std::strtol(text, &rest, base))
        MWW_READS(unsigned short, std::strtoul(text, &rest, base))
        MWW_READS(unsigned int, std::strtoul(text, &rest, base))
        MWW_READS(unsigned long, std::strtoul(text, &rest, base))
        MWW_READS(long long, std::strtoll(text, &rest, base))
        MWW_READS(unsigned long long, std::strtoull(text, &rest, base))
        MWW_READS(float, std::strtof(text, &rest))
        MWW_READS(double, std::strtod(text, &rest))
        MWW_READS(long double, std::strtold(text, &rest))
#undef MWW_READS

private:
        static int base_of(const ios &how)
        {
                const ios::fmtflags base = how.flags() & ios::basefield;

                return base == ios::hex ? 16 : base == ios::oct ? 8 : base == ios::dec ? 10 : 0;
        }
        static iter_type collect(iter_type at, iter_type end, state &became, char *text,
                                 size_t room)
        {
                size_t used = 0;

                for (; at != end; ++at) {
                        const wchar_t unit = *at;
                        const bool belongs = (unit >= '0' && unit <= '9') || unit == '+' ||
                                             unit == '-' || unit == '.' ||
                                             (unit >= 'a' && unit <= 'f') || unit == 'x' ||
                                             (unit >= 'A' && unit <= 'F') || unit == 'X';

                        if (!belongs || used + 1 == room)
                                break;
                        text[used++] = (char) unit;
                }
                text[used] = '\0';
                if (at == end)
                        became |= ios::eofbit;
                return at;
        }
};

/* Once in a program; nothing of it is ever taken down, since streams are used
 * to the very end. */
inline bool mww_make_wide_streams()
{
        std::locale with_numbers(std::locale(std::locale(), new mww_wide_numbers),
                                 new mww_wide_number_reader);

        std::locale::global(with_numbers);
        std::wcout.rdbuf(new mww_wide_buffer(stdout));
        std::wcerr.rdbuf(new mww_wide_buffer(stderr));
        std::wclog.rdbuf(new mww_wide_buffer(stderr));
        std::wcin.rdbuf(new mww_wide_buffer(stdin));
        std::wcout.imbue(with_numbers);
        std::wcerr.imbue(with_numbers);
        std::wclog.imbue(with_numbers);
        std::wcin.imbue(with_numbers);
        return true;
}
struct mww_wide_streams {
        mww_wide_streams()
        {
                static const bool made = mww_make_wide_streams();

                (void) made;
        }
};
static mww_wide_streams mww_wide_streams_are_made;

#ifdef MWW_WIDE_IS_WCHAR_T
/* What libstdc++ has ready for wchar_t alone, and for 32 bits, is made here. */
namespace std {
template <>
inline basic_istream<wchar_t> &getline(basic_istream<wchar_t> &in, basic_string<wchar_t> &line,
                                       wchar_t end)
{
        basic_istream<wchar_t>::sentry is_ready(in, true);
        ios_base::iostate state = ios_base::goodbit;
        bool had_any = false;

        if (!is_ready)
                return in;
        line.erase();
        for (wint_t unit = in.rdbuf()->sgetc();
             state == ios_base::goodbit && unit != wint_t(end);) {
                if (unit == WEOF) {
                        state = ios_base::eofbit;
                } else {
                        line.push_back((wchar_t) unit);
                        had_any = true;
                        unit = in.rdbuf()->snextc();
                }
        }
        if (state == ios_base::goodbit)
                in.rdbuf()->sbumpc();
        else if (!had_any)
                state |= ios_base::failbit;
        in.setstate(state);
        return in;
}

template <>
inline basic_istream<wchar_t> &basic_istream<wchar_t>::getline(wchar_t *line, streamsize room,
                                                               wchar_t end)
{
        sentry is_ready(*this, true);
        ios_base::iostate state = ios_base::goodbit;
        streamsize used = 0;

        _M_gcount = 0;
        for (wint_t unit = is_ready ? rdbuf()->sgetc() : WEOF; is_ready;) {
                if (unit == WEOF) {
                        state |= ios_base::eofbit;
                        break;
                }
                if (unit == wint_t(end)) {
                        rdbuf()->sbumpc();
                        _M_gcount++;
                        break;
                }
                if (used + 1 >= room) {
                        state |= ios_base::failbit;
                        break;
                }
                line[used++] = (wchar_t) unit;
                _M_gcount++;
                unit = rdbuf()->snextc();
        }
        if (room > 0)
                line[used] = 0;
        if (_M_gcount == 0)
                state |= ios_base::failbit;
        setstate(state);
        return *this;
}
}
#endif

#endif
