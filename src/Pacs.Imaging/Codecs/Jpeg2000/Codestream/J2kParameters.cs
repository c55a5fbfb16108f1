namespace Pacs.Imaging;

/// <summary>What the main header, or the headers of one tile, say of coding. A tile's parameters fall back to the main header's (ISO/IEC 15444-1 §A.6).</summary>
internal sealed class J2kParameters(J2kSize size, J2kParameters? main = null)
{
    private readonly J2kCodingStyle?[] _styles = new J2kCodingStyle?[size.Components.Length];
    private readonly J2kQuantization?[] _quantizations = new J2kQuantization?[size.Components.Length];
    private readonly int?[] _roiShifts = new int?[size.Components.Length];
    private readonly List<J2kProgressionChange> _changes = [];
    private J2kCodingStyle? _style;
    private J2kQuantization? _quantization;

    public J2kProgression Progression { get; private set; } = main?.Progression ?? default;

    public int Layers { get; private set; } = main?.Layers ?? 0;

    public bool HasComponentTransform { get; private set; } = main?.HasComponentTransform ?? false;

    public bool MayHaveSop { get; private set; } = main?.MayHaveSop ?? false;

    public bool HasEph { get; private set; } = main?.HasEph ?? false;

    /// <summary>Progression volumes; empty when <see cref="Progression"/> holds for all.</summary>
    public IReadOnlyList<J2kProgressionChange> Changes => _changes.Count > 0 || main is null ? _changes : main.Changes;

    // A component's own segment wins over the default of the same header, any of the tile over any of the main header.
    public J2kCodingStyle Style(int component) => FindStyle(component) ?? throw new DicomImageException("The codestream has no COD segment.");

    public J2kQuantization Quantization(int component) => FindQuantization(component) ?? throw new DicomImageException("The codestream has no QCD segment.");

    public int RoiShift(int component) => _roiShifts[component] ?? main?.RoiShift(component) ?? 0;

    private J2kCodingStyle? FindStyle(int component) => _styles[component] ?? _style ?? main?.FindStyle(component);

    private J2kQuantization? FindQuantization(int component) => _quantizations[component] ?? _quantization ?? main?.FindQuantization(component);

    /// <summary>Takes in a segment of the coding parameters; false when it is none.</summary>
    public bool TryRead(ushort marker, ref J2kSegment segment)
    {
        switch (marker)
        {
            case J2kMarker.Cod: ReadCod(ref segment); return true;
            case J2kMarker.Coc:
                int component = Component(ref segment);
                _styles[component] = J2kCodingStyle.Read(ref segment, hasPrecincts: (segment.U8() & 1) != 0);
                return true;
            case J2kMarker.Qcd: _quantization = J2kQuantization.Read(ref segment); return true;
            case J2kMarker.Qcc: _quantizations[Component(ref segment)] = J2kQuantization.Read(ref segment); return true;
            case J2kMarker.Poc: J2kProgressionChange.Read(ref segment, size.Components.Length, _changes); return true;
            case J2kMarker.Rgn: ReadRgn(ref segment); return true;
            default: return false;
        }
    }

    /// <summary>Checks that all a decoder needs is there and fits together.</summary>
    public void Validate()
    {
        for (int c = 0; c < size.Components.Length; c++)
        {
            J2kCodingStyle style = Style(c);
            if (!Quantization(c).Covers(style.Levels)) throw new DicomImageException($"Component {c} has {style.Levels} decomposition levels; its {Quantization(c).Steps.Length} step sizes are too few.");
        }

        if (!HasComponentTransform) return;
        if (size.Components.Length < 3) throw new DicomImageException($"A component transform is declared for {size.Components.Length} components; it needs 3.");
        for (int c = 1; c < 3; c++)
            if (size.Components[c].Dx != size.Components[0].Dx || size.Components[c].Dy != size.Components[0].Dy || Style(c).IsReversible != Style(0).IsReversible || Style(c).Levels != Style(0).Levels)
                throw new DicomImageException($"A component transform is declared, but component {c} is not sampled or decomposed as component 0 is.");
    }

    private void ReadCod(ref J2kSegment segment)
    {
        int flags = segment.U8(), order = segment.U8(), layers = segment.U16(), transform = segment.U8();
        if (order > 4) throw segment.Error($"names the progression order {order}");
        if (layers == 0) throw segment.Error("declares no layer");
        if (transform > 1) throw segment.Error($"names the component transform {transform}; those of Part 2 are not supported");
        (Progression, Layers, HasComponentTransform) = ((J2kProgression)order, layers, transform == 1);
        (MayHaveSop, HasEph) = ((flags & 2) != 0, (flags & 4) != 0);
        _style = J2kCodingStyle.Read(ref segment, hasPrecincts: (flags & 1) != 0);
    }

    private void ReadRgn(ref J2kSegment segment)
    {
        int component = Component(ref segment), style = segment.U8(), shift = segment.U8();
        if (style != 0) throw segment.Error($"names the region of interest style {style}");
        if (shift > 37) throw segment.Error($"shifts the region of interest by {shift} bits");
        _roiShifts[component] = shift;
    }

    private int Component(ref J2kSegment segment)
    {
        int component = segment.Component(size.Components.Length);
        return component < size.Components.Length ? component : throw segment.Error($"speaks of component {component}; there are {size.Components.Length}");
    }
}
