namespace Pacs.Core;

/// <summary>How frames are encapsulated.</summary>
public sealed record EncapsulationOptions
{
    /// <summary>The defaults.</summary>
    public static EncapsulationOptions Default { get; } = new();

    /// <summary>Which table says where frames begin. Default <see cref="OffsetTableKind.Basic"/>.</summary>
    public OffsetTableKind OffsetTable { get; init; } = OffsetTableKind.Basic;

    /// <summary>Most bytes of a fragment, even and at least 2; longer frames take several fragments. Default: one fragment a frame, which some codecs' syntaxes demand (RLE, deflated frames).</summary>
    public int MaxFragmentLength { get; init; } = int.MaxValue - 1;
}
