using System.Globalization;

namespace Pacs.Core;

/// <summary>Values with the places that their number attributes say; places without a value are empty.</summary>
internal struct NumberedValues
{
    // Empty values in a row that are believed: a number alone must not take memory.
    private const int MaxGap = 1024;
    private List<string>? _values;

    public readonly int Count => _values?.Count ?? 0;

    /// <summary>Adds a value at its place; at the end, and false, when the number is missing, taken or far away.</summary>
    public bool TryAdd(string? number, string value)
    {
        _values ??= [];
        bool isPlace = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int place) && place >= 1 && place - Count <= MaxGap;
        if (isPlace && place <= Count && _values[place - 1].Length == 0)
        {
            _values[place - 1] = value;
            return true;
        }

        isPlace &= place > Count;
        while (isPlace && Count < place - 1) _values.Add(string.Empty);
        _values.Add(value);
        return isPlace;
    }

    public readonly string[] ToArray() => _values?.ToArray() ?? [];
}
