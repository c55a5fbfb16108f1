using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Puts a series together: reads where each frame lies, sorts, decodes side by side.</summary>
internal sealed class VolumeLoader(IReadOnlyList<FrameReader> sources, VolumeOptions options)
{
    public async Task<Volume> LoadAsync(CancellationToken ct)
    {
        var findings = new List<string>();
        SliceStack stack = SliceStack.Arrange(Candidates(findings), options);
        findings.AddRange(stack.Findings);
        VolumeGeometry grid = stack.Geometry;
        long sliceLength = (long)grid.Columns * grid.Rows, needed = sliceLength * (stack.Places is null ? grid.Slices : grid.Slices + stack.Slices.Count) * sizeof(short);
        if (needed > options.MaxLength || sliceLength * Math.Max(grid.Slices, stack.Slices.Count) > Array.MaxLength - Volume.Padding)
            throw new DicomImageException($"A volume of {grid.Columns} x {grid.Rows} x {grid.Slices} voxels takes {needed} bytes; at most {options.MaxLength} are allowed.");

        DisplayAttributes[] attributes = await ReadAttributesAsync(stack, ct).ConfigureAwait(false);
        VoxelMapping mapping = await ChooseAsync(stack, attributes, ct).ConfigureAwait(false);
        VoxelMemory memory = options.Pool.Rent(sliceLength * stack.Slices.Count);
        try
        {
            short[] voxels = memory.Voxels;
            int done = 0;
            await EachSliceAsync(stack, (n, frame) =>
            {
                mapping.Map(frame, attributes[n].Modality, voxels.AsSpan(checked((int)(n * sliceLength)), (int)sliceLength));
                options.Progress?.Invoke(Interlocked.Increment(ref done), stack.Slices.Count);
            }, ct).ConfigureAwait(false);
            if (stack.Places is not null) memory = Interpolate(memory, stack.Places, (int)sliceLength, ct);
        }
        catch
        {
            memory.Release();
            throw;
        }

        DisplayAttributes middle = attributes[attributes.Length / 2];
        return new Volume(grid, memory, mapping.Slope, mapping.Intercept)
        {
            Findings = findings,
            Windows = middle.Windows,
            Unit = middle.Modality.Unit,
            IsInverse = middle.IsInverse,
            Header = sources[stack.Slices[0].Source].Dataset,
            Outside = LowestOf(memory.Voxels, grid.Count),
        };
    }

    private List<StackSlice> Candidates(List<string> findings)
    {
        var candidates = new List<StackSlice>();
        var leftOut = new Dictionary<string, int>();
        for (int source = 0; source < sources.Count; source++)
        {
            for (int frame = 0; frame < sources[source].Count; frame++)
            {
                if (StackSlice.Read(sources[source].Dataset, source, frame, out string reason) is { } slice) candidates.Add(slice);
                else leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
            }
        }

        foreach ((string reason, int count) in leftOut) findings.Add($"{count} images are left out: {reason}.");
        return candidates.Count > 0 || leftOut.Count == 0 ? candidates : throw new DicomImageException($"No image can be part of a volume: {string.Join("; ", leftOut.Keys)}.");
    }

    private async Task<DisplayAttributes[]> ReadAttributesAsync(SliceStack stack, CancellationToken ct)
    {
        var attributes = new DisplayAttributes[stack.Slices.Count];
        for (int n = 0; n < attributes.Length; n++)
        {
            StackSlice slice = stack.Slices[n];
            FrameReader reader = sources[slice.Source];
            attributes[n] = await DisplayAttributes.LoadAsync(new FrameSource(reader.Dataset, slice.Frame, reader.TransferSyntax), PixelLayout.Of(reader.Dataset), ct).ConfigureAwait(false);
        }

        return attributes;
    }

    private async Task<VoxelMapping> ChooseAsync(SliceStack stack, DisplayAttributes[] attributes, CancellationToken ct)
    {
        (PixelLayout Layout, ModalityTransform Modality)[] frames = [.. stack.Slices.Select((slice, n) => (PixelLayout.Of(sources[slice.Source].Dataset), attributes[n].Modality))];
        if (VoxelMapping.Direct(frames) is { } direct) return direct;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        bool mustLook = false;
        foreach ((PixelLayout layout, ModalityTransform modality) in frames)
        {
            if (VoxelMapping.RangeOf(layout, modality) is not { } range) mustLook = true;
            else (low, high) = (Math.Min(low, range.Low), Math.Max(high, range.High));
        }

        if (!mustLook) return VoxelMapping.Spread(low, high);
        var gate = new Lock();
        (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        await EachSliceAsync(stack, (n, frame) =>
        {
            using var samples = new SampleBuffer(frame);
            if (ValueRange.Extremes(samples, attributes[n].Padding) is not { } stored) return;
            double a = attributes[n].Modality.Apply(stored.Low), b = attributes[n].Modality.Apply(stored.High);
            lock (gate) (low, high) = (Math.Min(low, Math.Min(a, b)), Math.Max(high, Math.Max(a, b)));
        }, ct).ConfigureAwait(false);
        return double.IsInfinity(low) ? VoxelMapping.Spread(0, 0) : VoxelMapping.Spread(low, high);
    }

    private Task EachSliceAsync(SliceStack stack, Action<int, PixelFrame> body, CancellationToken ct) => Parallel.ForEachAsync(
        Enumerable.Range(0, stack.Slices.Count),
        new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.MaxDegreeOfParallelism), CancellationToken = ct },
        async (n, stop) =>
        {
            StackSlice slice = stack.Slices[n];
            using PixelFrame frame = await DicomImage.DecodeAsync(sources[slice.Source], slice.Frame, options.Decode, stop).ConfigureAwait(false);
            body(n, frame);
        });

    // Takes the slices' memory and gives it back.
    private VoxelMemory Interpolate(VoxelMemory memory, double[] places, int sliceLength, CancellationToken ct)
    {
        short[] slices = memory.Voxels;
        VoxelMemory even = options.Pool.Rent((long)places.Length * sliceLength);
        try
        {
            Parallel.For(0, places.Length, new ParallelOptions { CancellationToken = ct }, k =>
            {
                int below = (int)places[k];
                float part = (float)(places[k] - below);
                ReadOnlySpan<short> a = slices.AsSpan(below * sliceLength, sliceLength), b = part > 0 ? slices.AsSpan((below + 1) * sliceLength, sliceLength) : a;
                Span<short> output = even.Voxels.AsSpan(k * sliceLength, sliceLength);
                for (int i = 0; i < output.Length; i++) output[i] = (short)MathF.Round(a[i] + (b[i] - a[i]) * part);
            });
        }
        catch
        {
            even.Release();
            throw;
        }

        memory.Release();
        return even;
    }

    // Air is what surrounds a patient: the lowest value that occurs, not the lowest that could.
    private static short LowestOf(short[] voxels, long count)
    {
        short lowest = short.MaxValue;
        foreach (short voxel in voxels.AsSpan(0, (int)count)) lowest = Math.Min(lowest, voxel);
        return lowest;
    }
}
