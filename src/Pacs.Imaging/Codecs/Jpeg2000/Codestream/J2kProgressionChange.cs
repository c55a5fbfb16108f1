namespace Pacs.Imaging;

/// <summary>One progression volume of POC: packets of these resolutions, components and layers, in this order (ISO/IEC 15444-1 §A.6.6).</summary>
internal readonly record struct J2kProgressionChange(int ResolutionStart, int ComponentStart, int LayerEnd, int ResolutionEnd, int ComponentEnd, J2kProgression Order)
{
    // Streams have a handful; each costs a walk over all precincts.
    private const int MaxChanges = 512;

    public static void Read(ref J2kSegment segment, int componentCount, List<J2kProgressionChange> changes)
    {
        int width = componentCount < 257 ? 7 : 9;
        if (segment.Remaining == 0 || segment.Remaining % width != 0) throw segment.Error($"is no whole number of changes of {width} bytes");
        while (segment.Remaining > 0)
        {
            int resolutionStart = segment.U8(), componentStart = segment.Component(componentCount), layerEnd = segment.U16();
            int resolutionEnd = segment.U8(), componentEnd = segment.Component(componentCount), order = segment.U8();
            if (order > 4) throw segment.Error($"names the progression order {order}");
            // One byte cannot say 256, so 0 does (Table A.32).
            if (componentEnd == 0) componentEnd = componentCount < 257 ? 256 : 16384;
            if (resolutionEnd <= resolutionStart || componentEnd <= componentStart) throw segment.Error($"declares resolutions {resolutionStart} to {resolutionEnd} of components {componentStart} to {componentEnd}");
            if (changes.Count == MaxChanges) throw segment.Error($"declares more than {MaxChanges} changes of the progression");
            changes.Add(new J2kProgressionChange(resolutionStart, componentStart, layerEnd, resolutionEnd, componentEnd, (J2kProgression)order));
        }
    }
}
