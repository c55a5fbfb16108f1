namespace Pacs.Core;

/// <summary>A reference to a waveform (value type WAVEFORM), or to channels of it (PS3.3 §C.18.5).</summary>
/// <param name="name">What the waveform is here; null for nothing.</param>
/// <param name="reference">The waveform.</param>
public sealed class WaveformItem(CodedConcept? name, InstanceReference reference) : CompositeItem(name, reference)
{
    /// <summary>Channels: numbers of multiplex group and channel, the first is 1; empty for all channels.</summary>
    public IReadOnlyList<(int Group, int Channel)> Channels { get; init; } = [];

    /// <inheritdoc/>
    public override string ValueType => "WAVEFORM";

    private protected override void WriteDetails(DicomDataset sop)
    {
        if (Channels.Count > 0) sop.SetUInt16(DicomTag.ReferencedWaveformChannels, [.. Channels.SelectMany(static each => (ushort[])[checked((ushort)each.Group), checked((ushort)each.Channel)])]);
    }

    internal static WaveformItem Read(DicomDataset sop, CodedConcept? name, Func<InstanceId, InstanceReference> locate)
    {
        int[] numbers = sop.GetInt32s(DicomTag.ReferencedWaveformChannels);
        return new WaveformItem(name, locate(InstanceReference.IdOf(sop))) { Channels = [.. Enumerable.Range(0, numbers.Length / 2).Select(i => (numbers[2 * i], numbers[2 * i + 1]))] };
    }
}
