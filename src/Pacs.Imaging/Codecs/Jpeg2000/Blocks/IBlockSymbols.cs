namespace Pacs.Imaging;

/// <summary>Where the passes of a code block get their symbols: from the MQ decoder, or bit by bit where that is bypassed (ISO/IEC 15444-1 §D.6).</summary>
internal interface IBlockSymbols
{
    /// <summary>A symbol.</summary>
    /// <param name="context">Its context (Table D.7).</param>
    uint Decode(nint context);

    /// <summary>The sign of a coefficient, 1 when negative.</summary>
    /// <param name="here">The word of its column, moved so that the coefficient is in the first row (<see cref="BlockContexts"/>).</param>
    uint DecodeSign(ulong here);
}
