namespace Pacs.Core;

/// <summary>Steps over fragments. A fragment that claims more than is there ends where the value does.</summary>
internal sealed class FragmentWalk(ValueSource source, long position)
{
    public const int HeaderLength = 8;
    private const int WindowLength = 512;
    private readonly byte[] _window = source.Memory is null ? new byte[WindowLength] : [];
    private long _windowStart;
    private int _windowCount;

    /// <summary>The item header after the current fragment.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The current fragment's item header.</summary>
    public long Start { get; private set; }

    /// <summary>The current fragment's content.</summary>
    public ByteRange Content => new(Start + HeaderLength, Position - Start - HeaderLength);

    /// <summary>Whether the sequence delimiter ended the walk.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>What ended the walk instead, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>Goes to the next fragment; false at the end.</summary>
    public async ValueTask<bool> MoveNextAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ReadOnlyMemory<byte> header = await HeaderAsync(ct).ConfigureAwait(false);
        if (header.Length < HeaderLength)
        {
            Damage = "The sequence delimiter is missing.";
            return false;
        }

        DicomTag tag = ElementScanner.ReadTag(header.Span, isBigEndian: false);
        if (tag == ElementScanner.SequenceDelimitation)
        {
            IsEnded = true;
            return false;
        }

        uint length = ElementScanner.ReadUInt32(header.Span[4..], isBigEndian: false);
        if (tag != ElementScanner.Item || length == ElementScanner.UndefinedLength)
        {
            Damage = tag == ElementScanner.Item ? "A fragment has undefined length." : $"{tag} stands where a fragment should begin.";
            return false;
        }

        Start = Position;
        long end = Start + HeaderLength + length;
        if (end > source.Length)
        {
            Damage = $"A fragment of {length} bytes exceeds the {source.Length - Start - HeaderLength} bytes left.";
            end = source.Length;
        }

        Position = end;
        return true;
    }

    // Small fragments share one read; large ones take one each.
    private async ValueTask<ReadOnlyMemory<byte>> HeaderAsync(CancellationToken ct)
    {
        if (source.Memory is { } memory) return Position < memory.Length ? memory[(int)Position..] : default;
        long inWindow = Position - _windowStart;
        if (inWindow < 0 || inWindow + HeaderLength > _windowCount)
        {
            _windowStart = Position;
            _windowCount = await source.ReadAsync(Position, _window, ct).ConfigureAwait(false);
            inWindow = 0;
        }

        return _window.AsMemory((int)inWindow, _windowCount - (int)inWindow);
    }
}
