using System.Buffers;

namespace Pacs.Core;

/// <summary>Reads a data set's header from bytes as they arrive, up to the pixel data, without seeing the rest.</summary>
/// <remarks>
/// Feed it with <see cref="Append"/> until it returns true or the data ends, then call <see cref="Complete"/>. Binary values above
/// <see cref="DicomReadOptions.DeferAbove"/> are passed over: their elements are there, their bytes are not. Memory is bounded by
/// <see cref="DicomReadOptions.MaxHeaderLength"/>, time is linear in the input. Deflated data sets are inflated on the way.
/// </remarks>
public sealed class DicomHeaderReader : IDisposable
{
    private readonly DicomReadOptions _options;
    private readonly ElementEncoding _encoding;
    private readonly DeflatedHeader? _deflated;
    private readonly RandomBytes? _file;
    private readonly long _fileOffset;
    private readonly long _fileLength = long.MaxValue;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8192);
    private int _length;            // bytes in the buffer
    private int _scanned;           // bytes of the buffer that belong to known elements
    private int _retryAt;           // an unfinished element is scanned again when the buffer holds this much
    private long _skip;             // bytes of a passed-over value still to come
    private long _passedOver;       // bytes of the data set that are not in the buffer, before _scanned
    private readonly ElementTableBuilder _elements;
    private FindingList _findings;
    private int _regionHeaderLength;
    private bool _isEnded;
    private bool _isDisposed;

    /// <summary>Starts at the first byte of a data set (after the file meta information, where there is one).</summary>
    public DicomHeaderReader(TransferSyntax syntax, DicomReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        _options = options ?? DicomReadOptions.Default;
        _elements = new ElementTableBuilder(_options);
        _encoding = ElementEncoding.Of(syntax);
        if (syntax.IsDeflated) _deflated = new DeflatedHeader(_options);
    }

    /// <summary>Reads a whole file's data set: pixel data does not stop it, and values passed over can be read from the file.</summary>
    /// <param name="syntax">How the data set is encoded; not deflated.</param>
    /// <param name="options">Limits.</param>
    /// <param name="file">Where the values stay.</param>
    /// <param name="fileOffset">Where the data set begins in the file.</param>
    internal DicomHeaderReader(TransferSyntax syntax, DicomReadOptions options, RandomBytes file, long fileOffset)
        : this(syntax, options)
    {
        _file = file;
        _fileOffset = fileOffset;
        _fileLength = file.Length;
    }

    /// <summary>Whether encapsulated pixel data was met in a file: its extent must be found and given to <see cref="PassOverRegion"/>.</summary>
    internal bool AwaitsRegion { get; private set; }

    /// <summary>Where the region begins that is awaited, in bytes from the start of the data set.</summary>
    internal long RegionOffset => _passedOver + _scanned + _regionHeaderLength;

    /// <summary>How many bytes of the data set were taken so far: the next byte to give is the one after them.</summary>
    internal long BytesTaken => _passedOver + _length;

    /// <summary>Where the next element begins, as findings say it.</summary>
    private long Position => _fileOffset + _passedOver + _scanned;

    /// <summary>Whether a stop tag was met, so that no more bytes are needed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The element that ended the header: pixel data or <see cref="DicomReadOptions.StopBefore"/>; null while not <see cref="IsComplete"/>.</summary>
    public DicomTag? StoppedAt { get; private set; }

    /// <summary>Offset of the element that ended the header, in bytes from the start of the (inflated) data set.</summary>
    public long StoppedAtOffset { get; private set; }

    /// <summary>Length of that element with its header, where it states one; null when undefined.</summary>
    public long? StoppedElementLength { get; private set; }

    /// <summary>Takes the next bytes. Returns true once the header is complete; later bytes are ignored.</summary>
    /// <exception cref="DicomDataException">Bytes that are no data set, or a limit was passed.</exception>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (IsComplete) return true;
        if (_deflated is not null)
        {
            _deflated.Append(bytes, Take);
            return IsComplete;
        }

        while (!bytes.IsEmpty && !IsComplete && !AwaitsRegion)
        {
            if (_skip > 0)
            {
                int step = (int)Math.Min(_skip, bytes.Length);
                bytes = bytes[step..];
                _skip -= step;
                _passedOver += step;
                continue;
            }

            // A large value is recognized by its header, so only a little more than a header is taken at once.
            int take = Math.Min(bytes.Length, Math.Max(4096, _length - _scanned));
            Store(bytes[..take]);
            bytes = bytes[take..];
            if (_length >= _retryAt) Scan(isFinal: false);
        }

        return IsComplete;
    }

    /// <summary>The header read so far: the whole data set when the data ended before any stop tag. Its memory is its own.</summary>
    /// <exception cref="DicomDataException">The data ended inside an element and <see cref="DicomReadOptions.RefuseTruncated"/> is set.</exception>
    public DicomDataset Complete()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_deflated is not null) return _deflated.Complete(Take);
        if (!IsComplete)
        {
            Scan(isFinal: true);
            if (_skip > 0)
            {
                if (_options.RefuseTruncated) throw new DicomDataException($"The data set ends {_skip} bytes before its last value does.", _elements.LastTag, Position);
                ref ElementSlot last = ref _elements.LastSlot;
                var bulk = (BulkValue)last.Value!;
                _findings.Add(FindingKind.Truncated, last.Tag, bulk.Offset - (last.ValueOffset - last.HeaderOffset), $"Value length {last.Length} exceeds the {last.Length - _skip} bytes left.");
                last.Length -= _skip;
                last.Value = bulk.CutTo(last.Length);
                last.IsIrregular = true;
                _skip = 0;
            }

            if (!IsComplete && _length > _scanned)
            {
                bool isPadding = _buffer.AsSpan(_scanned, _length - _scanned).IndexOfAnyExcept((byte)0) < 0;
                if (!isPadding && _options.RefuseTruncated) throw new DicomDataException($"The data set ends inside an element header: {_length - _scanned} bytes are left.", null, Position);
                _findings.Add(isPadding ? FindingKind.TrailingBytes : FindingKind.Truncated, null, Position, $"{_length - _scanned} bytes follow the last element.");
            }
        }

        byte[] source = _buffer.AsSpan(0, _scanned).ToArray();
        return DatasetParser.Build(_elements, source, _encoding, _options, _fileOffset, _findings);
    }

    /// <summary>Bytes of a passed-over value that need not be read from <paramref name="position"/> on: the next <see cref="Append"/> takes the byte after them. Never past the end of the file, so that a truncated value is noticed.</summary>
    internal long TakeSkip(long position, long fileLength)
    {
        long skip = Math.Min(_skip, Math.Max(0, fileLength - position));
        _skip -= skip;
        _passedOver += skip;
        return skip;
    }

    /// <summary>No more bytes come: what waits for more is read as it is. Pixel data may be met that awaits its region still.</summary>
    internal void End()
    {
        _isEnded = true;
        Scan(isFinal: true);
    }

    /// <summary>Passes over encapsulated pixel data.</summary>
    /// <param name="length">Its extent, delimiter included.</param>
    /// <param name="ended">Whether there is a delimiter.</param>
    internal void PassOverRegion(long length, bool ended)
    {
        ReadOnlySpan<byte> rest = _buffer.AsSpan(_scanned, _length - _scanned);
        ElementScanner.TryReadHeader(rest, _encoding, out ScannedElement header, out _);
        AwaitsRegion = false;
        header.IsUndefinedLength = true;
        _findings.NoteHeader(in header, length, Position);
        if (!ended) _findings.Add(FindingKind.Delimiter, header.Tag, Position, "The delimiter of the undefined length, or one inside, is missing.");
        PassOver(in header, rest, length, _passedOver + _scanned, isUndefinedLength: true, isIrregular: !ended);
        Scan(_isEnded);
    }

    /// <summary>Returns the buffers.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        ArrayPool<byte>.Shared.Return(_buffer);
        _elements.Dispose();
        _buffer = [];
    }

    /// <summary>Whether the element is where a header ends: one of the pixel data elements, or the caller's stop tag.</summary>
    private bool IsStop(DicomTag tag) =>
        (_file is null && tag.Value is 0x7FE0_0010 or 0x7FE0_0008 or 0x7FE0_0009) || _options.StopBefore is { } stop && tag >= stop;

    private void Scan(bool isFinal)
    {
        while (_scanned < _length && !IsComplete && _skip == 0)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_scanned, _length - _scanned);
            // What a header is taken for must not depend on how the bytes arrived.
            if (!ElementScanner.TryReadHeader(rest, _encoding, out ScannedElement header, out uint length)) break;
            if (rest.Length < ElementScanner.EnoughForAnyHeader && !isFinal && ElementScanner.IsUncertain(in header)) break;
            if (DatasetParser.IsPadding(rest, _elements))
            {
                DatasetParser.NotePadding(Position, ref _findings);
                _scanned += 8;
                continue;
            }

            long offset = _passedOver + _scanned;
            if (IsStop(header.Tag))
            {
                Stop(header.Tag, offset, length == ElementScanner.UndefinedLength ? null : header.HeaderLength + (long)length);
                return;
            }

            if (_file is not null && header.Tag == ElementScanner.PixelDataTag && length == ElementScanner.UndefinedLength)
            {
                AwaitsRegion = true;
                _regionHeaderLength = header.HeaderLength;
                return;
            }

            bool isLarge = length != ElementScanner.UndefinedLength && length > _options.DeferAbove && header.Tag.Group != 0xFFFE && IsBinary(header.VR);
            if (isLarge && header.VR == DicomVR.UN && _scanned + header.HeaderLength + (long)length <= _options.MaxHeaderLength)
            {
                // What is unknown may hold items (CP-246): a sequence is no value to pass over.
                if (rest.Length < header.HeaderLength + 8 && !isFinal) break;
                isLarge = !DatasetParser.LooksLikeItems(rest[header.HeaderLength..], ElementEncoding.ImplicitLittle);
            }

            if (isLarge)
            {
                PassOver(in header, rest, length, offset, isUndefinedLength: false);
                continue;
            }

            if (length != ElementScanner.UndefinedLength)
            {
                // What states more than its file holds is cut to that.
                long needed = Math.Min(header.HeaderLength + (long)length, _fileLength - Position);
                // Also when no more comes: what is refused must not depend on how the bytes arrived.
                if (_scanned + needed > _options.MaxHeaderLength) throw new DicomDataException($"The header needs more than {_options.MaxHeaderLength} bytes.", header.Tag, Position);
                if (needed > rest.Length && !isFinal)
                {
                    Await(needed, header.Tag, offset);
                    return;
                }
            }

            ScanResult result = ElementScanner.TryScan(rest, _encoding, isFinal, _options.MaxDepth, Position, out ScannedElement element);
            if (result == ScanResult.NeedMore)
            {
                // The whole element is walked again when twice as much is there: linear in all.
                Await(2L * rest.Length, header.Tag, offset);
                return;
            }

            if (result == ScanResult.Delimiter)
            {
                _findings.Add(FindingKind.Delimiter, element.Tag, Position, "Stands where an element should begin.");
                _scanned += element.HeaderLength;
                continue;
            }

            ElementSlot slot = _findings.Accept(in element, _scanned, rest.Length, Position, _options);
            _elements.Add(in slot);
            _scanned = slot.ValueOffset + (int)slot.Length;
        }

        _retryAt = 0;
    }

    private void Stop(DicomTag tag, long offset, long? elementLength)
    {
        IsComplete = true;
        StoppedAt = tag;
        StoppedAtOffset = offset;
        StoppedElementLength = elementLength;
    }

    private void Take(DicomHeaderReader inner) => Stop(inner.StoppedAt!.Value, inner.StoppedAtOffset, inner.StoppedElementLength);

    private void PassOver(in ScannedElement header, ReadOnlySpan<byte> rest, long length, long offset, bool isUndefinedLength, bool isIrregular = false)
    {
        if (!isUndefinedLength) _findings.NoteHeader(in header, length, Position);
        _elements.Add(new ElementSlot
        {
            Tag = header.Tag,
            VR = header.VR,
            HeaderOffset = _scanned,
            ValueOffset = _scanned + header.HeaderLength,
            Length = length,
            IsUndefinedLength = isUndefinedLength,
            IsIrregular = isIrregular || header.HasInvalidVR || header.IsExplicitInImplicit,
            Value = new BulkValue(_file, _fileOffset + offset + header.HeaderLength, length),
        });
        _scanned += header.HeaderLength;
        int there = (int)Math.Min(length, rest.Length - header.HeaderLength);
        int after = rest.Length - header.HeaderLength - there;
        _buffer.AsSpan(_scanned + there, after).CopyTo(_buffer.AsSpan(_scanned));
        _length = _scanned + after;
        _passedOver += there;
        _skip = length - there;
    }

    private void Await(long elementLength, DicomTag tag, long offset)
    {
        long needed = _scanned + elementLength;
        if (needed > _options.MaxHeaderLength)
        {
            // Not yet known to be too long (undefined length): only what is there counts.
            if (_length >= _options.MaxHeaderLength || elementLength > 2L * (_length - _scanned))
                throw new DicomDataException($"The header needs more than {_options.MaxHeaderLength} bytes.", tag, offset);
            needed = _options.MaxHeaderLength;
        }

        _retryAt = (int)needed;
    }

    private void Store(ReadOnlySpan<byte> bytes)
    {
        if (_length + (long)bytes.Length > _options.MaxHeaderLength + 8192L)
            throw new DicomDataException($"The header is longer than {_options.MaxHeaderLength} bytes.", null, _passedOver + _scanned);
        if (_length + bytes.Length > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + bytes.Length));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private static bool IsBinary(DicomVR vr) => vr is DicomVR.OB or DicomVR.OW or DicomVR.OD or DicomVR.OF or DicomVR.OL or DicomVR.OV or DicomVR.UN;
}
