using System.Globalization;

namespace Pacs.Core;

/// <summary>How many values an element may have (PS3.5 §6.4): 1, 1-3, 1-n, 2-2n.</summary>
/// <param name="Minimum">Fewest values of an element that is not empty; at least 1.</param>
/// <param name="Maximum">Most values, or null where there is no limit (n).</param>
/// <param name="Step">Without a limit the number of values is a multiple of this: 2 for 2-2n.</param>
public readonly record struct ValueMultiplicity(int Minimum, int? Maximum, int Step)
{
    /// <summary>Whether more than one value is allowed.</summary>
    public bool IsMultiple => Maximum is null or > 1;

    /// <summary>Whether an element may have that many values. None is always allowed here: emptiness is a matter of the attribute's type (PS3.5 §7.4).</summary>
    public bool Allows(int count) => count == 0 || (count >= Minimum && (Maximum is { } most ? count <= most : count % Step == 0));

    /// <summary>As PS3.6 writes it.</summary>
    public override string ToString() => Maximum == Minimum
        ? Minimum.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Minimum}-{(Maximum is { } most ? most : Step == 1 ? "n" : Step + "n")}");
}
