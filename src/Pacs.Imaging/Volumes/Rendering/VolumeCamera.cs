namespace Pacs.Imaging;

/// <summary>From where a volume is looked at.</summary>
/// <param name="Target">The point in the middle of the picture, in mm.</param>
/// <param name="Direction">Where the camera looks.</param>
/// <param name="Up">What is up in the picture; need not be at a right angle to <paramref name="Direction"/>.</param>
/// <param name="Height">Extent of the picture from top to bottom, in mm at the target.</param>
public sealed record VolumeCamera(Vector3D Target, Vector3D Direction, Vector3D Up, double Height)
{
    /// <summary>Angle from the top of the picture to the bottom in degrees, below 170; 0 for parallel rays, so that lengths are true.</summary>
    public double FieldOfView { get; init; }

    /// <summary>A camera in front of the patient, or turned from there, that sees all of a volume.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="azimuth">Degrees about the body's axis: 0 from the front, 90 from the patient's left, 180 from the back.</param>
    /// <param name="elevation">Degrees above: 90 from the head, -90 from the feet.</param>
    /// <param name="zoom">2 shows everything twice as large.</param>
    public static VolumeCamera Around(VolumeGeometry volume, double azimuth = 0, double elevation = 0, double zoom = 1)
    {
        ArgumentNullException.ThrowIfNull(volume);
        if (!(zoom > 0) || !double.IsFinite(zoom + azimuth + elevation)) throw new ArgumentException($"A zoom of {zoom}, turned by {azimuth} and {elevation} degrees, cannot be.", nameof(zoom));
        double around = azimuth * Math.PI / 180, above = elevation * Math.PI / 180;
        // From the front the camera looks to the back; it walks to the patient's left, which is +x.
        var direction = new Vector3D(-Math.Sin(around) * Math.Cos(above), Math.Cos(around) * Math.Cos(above), -Math.Sin(above));
        var up = new Vector3D(-Math.Sin(around) * Math.Sin(above), Math.Cos(around) * Math.Sin(above), Math.Cos(above));
        return new VolumeCamera(volume.Center, direction, up, volume.Diagonal / zoom);
    }
}
