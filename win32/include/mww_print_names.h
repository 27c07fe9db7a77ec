/* SPDX-License-Identifier: MIT */
/* mww_print_names.h — the macros of stdio.h. Included again after <cstdio>,
 * which takes macros of such names away.
 */
#pragma GCC system_header

#undef printf
#undef fprintf
#undef sprintf
#undef snprintf
#undef vprintf
#undef vfprintf
#undef vsprintf
#undef vsnprintf
#define printf    mww_printf
#define fprintf   mww_fprintf
#define sprintf   mww_sprintf
#define snprintf  mww_snprintf
#define vprintf   mww_vprintf
#define vfprintf  mww_vfprintf
#define vsprintf  mww_vsprintf
#define vsnprintf mww_vsnprintf

#ifndef MWW_LONGS
#  ifdef __cplusplus
extern "C++" {
template <typename Type> struct mww_is_long {
        static constexpr unsigned long long bit = 0;
};
template <> struct mww_is_long<long *> {
        static constexpr unsigned long long bit = 1;
};
template <> struct mww_is_long<unsigned long *> {
        static constexpr unsigned long long bit = 1;
};
template <typename... Types> struct mww_types {
        static constexpr unsigned long long longs = 0;
};
template <typename First, typename... Rest> struct mww_types<First, Rest...> {
        static constexpr unsigned long long longs =
                mww_is_long<First>::bit | mww_types<Rest...>::longs << 1;
};
template <typename... Types> mww_types<Types...> mww_types_of(Types...);
}
#    define MWW_LONGS(...) (decltype(mww_types_of(__VA_ARGS__))::longs)
#  else
#    define MWW_LONG(argument) \
        _Generic((argument), long *: 1ull, unsigned long *: 1ull, default: 0ull)
#    define MWW_LONGS(...) \
        MWW_LONGS_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
#    define MWW_LONGS_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, ...)         \
        (MWW_LONG(a) | MWW_LONG(b) << 1 | MWW_LONG(c) << 2 | MWW_LONG(d) << 3 |                 \
         MWW_LONG(e) << 4 | MWW_LONG(f) << 5 | MWW_LONG(g) << 6 | MWW_LONG(h) << 7 |            \
         MWW_LONG(i) << 8 | MWW_LONG(j) << 9 | MWW_LONG(k) << 10 | MWW_LONG(l) << 11 |          \
         MWW_LONG(m) << 12 | MWW_LONG(n) << 13 | MWW_LONG(o) << 14 | MWW_LONG(p) << 15 |        \
         MWW_LONG(q) << 16 | MWW_LONG(r) << 17 | MWW_LONG(s) << 18 | MWW_LONG(t) << 19)
#  endif
#endif

#undef scanf
#undef fscanf
#undef sscanf
#undef vscanf
#undef vfscanf
#undef vsscanf
#define scanf(...)    mww_scanf(MWW_LONGS(__VA_ARGS__), __VA_ARGS__)
#define fscanf(...)   mww_fscanf(MWW_LONGS(__VA_ARGS__), __VA_ARGS__)
#define sscanf(...)   mww_sscanf(MWW_LONGS(__VA_ARGS__), __VA_ARGS__)
#define scanf_s(...)  mww_scanf_s(MWW_LONGS(__VA_ARGS__), __VA_ARGS__)
#define fscanf_s(...) mww_fscanf_s(MWW_LONGS(__VA_ARGS__), __VA_ARGS__)
#define sscanf_s(...) mww_sscanf_s(MWW_LONGS(__VA_ARGS__), __VA_ARGS__)
#define vscanf        mww_vscanf
#define vfscanf       mww_vfscanf
#define vsscanf       mww_vsscanf
