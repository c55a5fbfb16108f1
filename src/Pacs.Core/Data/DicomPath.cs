using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pacs.Core;

/// <summary>A place in a data set: an element, also one in the items of sequences. Written as <c>ScheduledProcedureStepSequence[0].Modality</c>; items count from 0.</summary>
/// <remarks>
/// An element may be written in each way that <see cref="DicomTag"/> and <see cref="DicomPrivateTag"/> read:
/// <c>(0040,0100)[0].00080060</c>, <c>(0029,xx10:ACME)</c>. Immutable.
/// </remarks>
public sealed class DicomPath : IReadOnlyList<DicomPathStep>, IEquatable<DicomPath>
{
    private readonly DicomPathStep[] _steps;

    private DicomPath(DicomPathStep[] steps) => _steps = steps;

    /// <summary>Makes a path of steps; all but the last must name an item.</summary>
    /// <exception cref="ArgumentException">A step but the last names no item.</exception>
    public DicomPath(params IEnumerable<DicomPathStep> steps)
    {
        _steps = [.. steps];
        for (int i = 0; i < _steps.Length - 1; i++)
            if (_steps[i].Item is null) throw new ArgumentException($"Step {i + 1} of {_steps.Length} ({_steps[i]}) names no item.", nameof(steps));
    }

    /// <summary>The data set itself: no step.</summary>
    public static DicomPath Root { get; } = new([]);

    /// <summary>Number of steps.</summary>
    public int Count => _steps.Length;

    /// <inheritdoc/>
    public DicomPathStep this[int index] => _steps[index];

    /// <summary>Whether the path names an item (or the data set itself), rather than an element.</summary>
    public bool IsItem => _steps is [] or [.., { Item: not null }];

    /// <summary>The element's tag, or that of the sequence whose item the path names; null for <see cref="Root"/>.</summary>
    public DicomTag? Tag => _steps is [.., var last] ? last.Tag : null;

    /// <summary>Reads a path.</summary>
    /// <param name="text">Steps with dots between them. Empty text is the data set itself.</param>
    /// <param name="path">The path.</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out DicomPath? path)
    {
        path = null;
        text = text.Trim();
        var steps = new List<DicomPathStep>();
        while (!text.IsEmpty)
        {
            if (!TryParseStep(ref text, out DicomPathStep step)) return false;
            if (!text.IsEmpty)
            {
                if (step.Item is null || text is not ['.', _, ..]) return false;
                text = text[1..];
            }

            steps.Add(step);
        }

        path = steps.Count == 0 ? Root : new DicomPath([.. steps]);
        return true;
    }

    /// <summary>Reads a path as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">The text is no path.</exception>
    public static DicomPath Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out DicomPath? path) ? path : throw new FormatException($"'{text}' is no path such as ReferencedSeriesSequence[0].SeriesInstanceUID.");

    /// <summary>The path of an element in the item that this path names.</summary>
    /// <exception cref="InvalidOperationException">This path names an element, not an item.</exception>
    public DicomPath Append(DicomTag tag) => IsItem ? new([.. _steps, new DicomPathStep(tag)]) : throw new InvalidOperationException($"{this} names no item.");

    /// <inheritdoc cref="Append(DicomTag)"/>
    public DicomPath Append(DicomPrivateTag tag) =>
        IsItem ? new([.. _steps, new DicomPathStep(tag.InBlock(0), tag.Creator)]) : throw new InvalidOperationException($"{this} names no item.");

    /// <summary>The path of an item of the sequence that this path names.</summary>
    /// <exception cref="InvalidOperationException">This path names an item already.</exception>
    public DicomPath AtItem(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return IsItem ? throw new InvalidOperationException($"{this} names an item already.") : new([.. _steps[..^1], _steps[^1] with { Item = index }]);
    }

    /// <inheritdoc/>
    public bool Equals(DicomPath? other) => other is not null && _steps.AsSpan().SequenceEqual(other._steps);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DicomPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (DicomPathStep step in _steps) hash.Add(step);
        return hash.ToHashCode();
    }

    /// <summary>The path as text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Join('.', _steps);

    /// <inheritdoc/>
    public IEnumerator<DicomPathStep> GetEnumerator() => ((IEnumerable<DicomPathStep>)_steps).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads a path as <see cref="Parse"/> does, so that a path can be written where it is used.</summary>
    /// <exception cref="FormatException">The text is no path.</exception>
    public static implicit operator DicomPath(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text);
    }

    /// <summary>The path of an element of the outermost data set.</summary>
    public static implicit operator DicomPath(DicomTag tag) => Root.Append(tag);

    /// <summary>The path of a private element of the outermost data set.</summary>
    public static implicit operator DicomPath(DicomPrivateTag tag) => Root.Append(tag);

    /// <summary>As the conversion from text.</summary>
    public static DicomPath FromString(string text) => text;

    /// <summary>As the conversion from a tag.</summary>
    public static DicomPath FromDicomTag(DicomTag tag) => tag;

    /// <summary>As the conversion from a private tag.</summary>
    public static DicomPath FromDicomPrivateTag(DicomPrivateTag tag) => tag;

    /// <summary>Same steps.</summary>
    public static bool operator ==(DicomPath? left, DicomPath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Other steps.</summary>
    public static bool operator !=(DicomPath? left, DicomPath? right) => !(left == right);

    private static bool TryParseStep(ref ReadOnlySpan<char> text, out DicomPathStep step)
    {
        step = default;
        int end = NameEnd(text);
        if (end <= 0) return false;
        ReadOnlySpan<char> name = text[..end];
        text = text[end..];
        if (DicomTag.TryParse(name, out DicomTag tag)) step = new DicomPathStep(tag);
        else if (DicomPrivateTag.TryParse(name, out DicomPrivateTag privateTag)) step = new DicomPathStep(privateTag.InBlock(0), privateTag.Creator);
        else return false;

        if (text is not ['[', ..]) return true;
        int close = text.IndexOf(']');
        if (close < 0 || !int.TryParse(text[1..close], NumberStyles.None, CultureInfo.InvariantCulture, out int item)) return false;
        step = step with { Item = item };
        text = text[(close + 1)..];
        return true;
    }

    /// <summary>Where the name of an element ends. A private creator may hold any character, so a parenthesis closes only where a step can end.</summary>
    private static int NameEnd(ReadOnlySpan<char> text)
    {
        if (text is not ['(', ..]) return text.IndexOfAny('.', '[') is >= 0 and int at ? at : text.Length;
        for (int i = 1; i < text.Length; i++)
            if (text[i] == ')' && (i + 1 == text.Length || text[i + 1] is '[' or '.')) return i + 1;
        return -1;
    }
}
