using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace Pacs.Core;

/// <summary>A unique identifier (PS3.5 §9). Constants of PS3.6 Annex A carry its keyword.</summary>
/// <remarks>Holds what it was given, valid or not: data is tolerated. <see cref="IsValid(ReadOnlySpan{char})"/> tells.</remarks>
public readonly partial struct DicomUid : IEquatable<DicomUid>, IComparable<DicomUid>
{
    private readonly string? _value;

    /// <summary>Wraps the text of a UID; trailing NULL and space padding is removed.</summary>
    public DicomUid(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value.TrimEnd('\0', ' ');
    }

    /// <summary>The dotted text; empty for the default value.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Whether there is no text.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_value);

    /// <summary>The PS3.6 keyword, or null when it is not registered there.</summary>
    public string? Keyword => DicomUidRegistry.FindKeyword(Value);

    /// <summary>Whether the text is a UID: digits and dots, at most 64, no empty component and none with a leading zero (PS3.5 §9.1).</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 64) return false;
        for (int i = 0, start = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == '.')
            {
                if (i == start || (text[start] == '0' && i - start > 1)) return false;
                start = i + 1;
            }
            else if (!char.IsAsciiDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes a new UID from a random UUID under the root 2.25 (PS3.5 §B.2).</summary>
    public static DicomUid NewUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40); // version 4
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80); // RFC 4122 variant
        return new DicomUid($"2.25.{new BigInteger(bytes, isUnsigned: true, isBigEndian: true)}");
    }

    /// <inheritdoc/>
    public bool Equals(DicomUid other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is DicomUid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(DicomUid other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The dotted text.</summary>
    public override string ToString() => Value;

    /// <summary>Ordinal equality of text.</summary>
    public static bool operator ==(DicomUid left, DicomUid right) => left.Equals(right);

    /// <summary>Ordinal inequality of text.</summary>
    public static bool operator !=(DicomUid left, DicomUid right) => !left.Equals(right);

    /// <summary>Ordinal order of text.</summary>
    public static bool operator <(DicomUid left, DicomUid right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order of text.</summary>
    public static bool operator >(DicomUid left, DicomUid right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order of text.</summary>
    public static bool operator <=(DicomUid left, DicomUid right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order of text.</summary>
    public static bool operator >=(DicomUid left, DicomUid right) => left.CompareTo(right) >= 0;
}
