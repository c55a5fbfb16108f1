namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Combinations of an encoder's parameters in which each value of each meets each value of every other at least once.</summary>
internal static class ParameterPairs
{
    // Of so many combinations made at random the one with most new pairs is taken.
    private const int Tries = 40;

    /// <summary>Makes them; the same ones each time.</summary>
    /// <param name="axes">The values of each parameter.</param>
    public static IEnumerable<string[]> Of(params string[][] axes)
    {
        var random = new Random(2000);
        HashSet<(int, int, int, int)> missing = [.. from a in Enumerable.Range(0, axes.Length) from b in Enumerable.Range(a + 1, axes.Length - a - 1) from i in Enumerable.Range(0, axes[a].Length) from j in Enumerable.Range(0, axes[b].Length) select (a, i, b, j)];
        while (missing.Count > 0)
        {
            (int a, int i, int b, int j) = missing.First();
            int[] best = [.. Enumerable.Range(0, Tries).Select(_ => Combination()).MaxBy(choice => Pairs(choice).Count(missing.Contains))!];
            missing.ExceptWith(Pairs(best));
            yield return [.. best.Select((value, axis) => axes[axis][value])];

            int[] Combination()
            {
                int[] choice = [.. axes.Select(values => random.Next(values.Length))];
                (choice[a], choice[b]) = (i, j);
                return choice;
            }
        }
    }

    private static IEnumerable<(int, int, int, int)> Pairs(int[] choice)
    {
        for (int a = 0; a < choice.Length; a++)
            for (int b = a + 1; b < choice.Length; b++) yield return (a, choice[a], b, choice[b]);
    }
}
