using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Where rows and columns of a frame point in the patient: by Image Orientation, else by Patient Orientation (PS3.3 §C.7.6.1.1.1, §C.7.6.2.1.1).</summary>
internal sealed class PatientDirections
{
    // Below a quarter of the way a letter says more than it should.
    private const double LeastPart = 0.25;

    private readonly string _row, _column;

    private PatientDirections(string row, string column) => (_row, _column) = (row, column);

    public static PatientDirections? Of(FrameSource source)
    {
        FrameAttributes frame = FrameAttributes.Of(source.Dataset, source.Frame);
        double[] orientation = frame.PlaneOrientation.GetDoubles(DicomTag.ImageOrientationPatient);
        // The letters of animals are others, which only their own attribute names.
        if (orientation.Length == 6 && source.Dataset.GetString(DicomTag.AnatomicalOrientationType) != "QUADRUPED")
            return new PatientDirections(Letters(orientation.AsSpan(0, 3)), Letters(orientation.AsSpan(3, 3)));
        IReadOnlyList<string> named = source.Dataset.GetStrings(DicomTag.PatientOrientation);
        return named.Count == 2 ? new PatientDirections(named[0], named[1]) : null;
    }

    /// <summary>The letters of the way across or down the frame; empty where they are not known.</summary>
    public string Along(double across, double down)
    {
        string letters = across != 0 ? _row : _column;
        return across + down > 0 ? letters : string.Concat(letters.Select(Opposite));
    }

    private static string Letters(ReadOnlySpan<double> direction)
    {
        var parts = new List<(double Size, char Letter)>();
        for (int axis = 0; axis < 3; axis++)
            if (Math.Abs(direction[axis]) > LeastPart) parts.Add((Math.Abs(direction[axis]), "LPH"[axis] is var positive && direction[axis] > 0 ? positive : Opposite(positive)));
        return string.Concat(parts.OrderByDescending(static part => part.Size).Select(static part => part.Letter));
    }

    private static char Opposite(char letter) => letter switch { 'L' => 'R', 'R' => 'L', 'A' => 'P', 'P' => 'A', 'H' => 'F', 'F' => 'H', _ => letter };
}
