using System.Buffers;

namespace Pacs.Core;

/// <summary>One frame as it is stored: a codec's bit stream with its fragments joined, or native pixels. Dispose it to give pooled memory back.</summary>
public sealed class EncodedFrame : IDisposable
{
    private readonly ReadOnlyMemory<byte> _memory;
    private IMemoryOwner<byte>? _owner;
    private byte[]? _pooled;
    private volatile bool _isDisposed;

    /// <summary>A frame over memory that the garbage collector owns.</summary>
    /// <param name="frame">Index of the frame, from 0.</param>
    /// <param name="syntax">How <paramref name="bytes"/> are encoded; Explicit VR Little Endian for native pixels.</param>
    /// <param name="bytes">The frame. Not copied.</param>
    public EncodedFrame(int frame, TransferSyntax syntax, ReadOnlyMemory<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentNullException.ThrowIfNull(syntax);
        Frame = frame;
        TransferSyntax = syntax;
        _memory = bytes;
    }

    /// <summary>A frame that owns memory, and disposes it with itself.</summary>
    /// <param name="frame">Index of the frame, from 0.</param>
    /// <param name="syntax">How the bytes are encoded; Explicit VR Little Endian for native pixels.</param>
    /// <param name="owner">The memory; the frame owns it from now on.</param>
    /// <param name="length">How many of its bytes are the frame's.</param>
    public EncodedFrame(int frame, TransferSyntax syntax, IMemoryOwner<byte> owner, int length)
        : this(frame, syntax, (owner ?? throw new ArgumentNullException(nameof(owner))).Memory[..length]) => _owner = owner;

    /// <summary>A frame in an array of the shared pool, which goes back there.</summary>
    internal EncodedFrame(int frame, TransferSyntax syntax, byte[] pooled, int offset, int length)
        : this(frame, syntax, pooled.AsMemory(offset, length)) => _pooled = pooled;

    /// <summary>Index of the frame, from 0.</summary>
    public int Frame { get; }

    /// <summary>Number of the frame, from 1, as PS3.18 and PS3.3 count.</summary>
    public int FrameNumber => Frame + 1;

    /// <summary>How the bytes are encoded. Explicit VR Little Endian says native: little endian words, single bits packed from the least significant on.</summary>
    public TransferSyntax TransferSyntax { get; }

    /// <summary>The frame. A codec's stream may end with the byte that made its last fragment even (PS3.5 §A.4). Valid until the frame is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public ReadOnlyMemory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _memory;
        }
    }

    /// <inheritdoc cref="Memory"/>
    public ReadOnlySpan<byte> Bytes => Memory.Span;

    /// <summary>Gives pooled memory back.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _owner, null)?.Dispose();
        if (Interlocked.Exchange(ref _pooled, null) is { } pooled) ArrayPool<byte>.Shared.Return(pooled);
    }
}
