using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>The MQ arithmetic decoder (ISO/IEC 15444-1 Annex C), arranged so that a processor guesses at nothing but what its caller does with a symbol.</summary>
/// <remarks>
/// A pass works on a copy, whose four fields then stay in registers. A and C have 32 fraction bits, so that four bytes come in at once.
/// </remarks>
/// <param name="input">The codeword segment, started.</param>
/// <param name="firstC">Its first C.</param>
/// <param name="table">Contexts and the rows that follow them (<see cref="MqDecodeTable"/>).</param>
internal ref struct MqDecoder(MqInput input, long firstC, ref ulong table) : IBlockSymbols
{
    /// <summary>Fraction bits of A and C.</summary>
    public const int Fraction = 32;

    // A at the start (§C.3.5), and the least that it is between symbols.
    private const long LeastA = 0x8000L << Fraction;
    private const int Unused = 64 - 16 - Fraction;
    private readonly MqInput _input = input;
    private readonly ref ulong _table = ref table;
    private long _a = LeastA;
    private long _c = firstC;

    /// <inheritdoc/>
    /// <remarks>
    /// §C.3.2. All is computed, whether it is needed or not, as no processor predicts well whether a symbol is the more probable one: it costs
    /// less than what is predicted wrong.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Decode(nint context)
    {
        ulong row = Unsafe.Add(ref _table, context);
        long qe = (long)(row >> MqDecodeTable.QeShift), a = _a - qe, c = _c - qe;
        // The rows that follow stand behind the context's own: 0 without renormalisation, 2 for a more probable symbol, 3 for a less probable one.
        nint isRenormalised = (nint)((ulong)(c | (a - LeastA)) >> 63);
        // The smaller interval is the less probable symbol's (Figures C.16 and C.17), wherever C lies.
        long difference = a - qe, isLower = c >> 63;
        ulong isLess = (ulong)(difference ^ c) >> 63;
        a -= difference & isLower;
        c += qe & isLower;
        Unsafe.Add(ref _table, context) = Unsafe.Add(ref _table, (nint)(ushort)row + (nint)isLess + (2 * isRenormalised));
        // All the way up and down again: C is a register of 16 bits and its fraction, should it ever exceed A.
        int zeros = BitOperations.LeadingZeroCount((ulong)a);
        _a = (a << zeros) >>> Unused;
        _c = (c << zeros) >>> Unused;
        if ((_input.Bits -= zeros - Unused) < 0) _c = _input.Fill(_c);
        return ((uint)row >> MqDecodeTable.SymbolShift ^ (uint)isLess) & 1;
    }

    /// <summary>Decodes a symbol that is nearly always the more probable one of its context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint DecodeLikely(nint context)
    {
        ulong row = Unsafe.Add(ref _table, context);
        long qe = (long)(row >> MqDecodeTable.QeShift), a = _a - qe, c = _c - qe;
        if ((c | (a - LeastA)) < 0) return Decode(context);
        _a = a;
        _c = c;
        return ((uint)row >> MqDecodeTable.SymbolShift) & 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint DecodeSign(ulong here)
    {
        uint entry = Unsafe.Add(ref BlockContexts.SignCodingTable, BlockContexts.SignIndex(here));
        return Decode((nint)(entry & 0x7F)) ^ (entry >> 7);
    }
}
